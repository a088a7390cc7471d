package rivulet.check;

import rivulet.ode.VectorField;

/**
 * One problem of DETEST: y' = f(t, y) from t = 0 to 20.
 *
 * @param name class and number, such as D5
 * @param title what it is
 * @param field f
 * @param start y(0)
 */
public record DetestProblem(String name, String title, VectorField field, double... start) {
  /** Where every problem ends. */
  public static final double END = 20;

  /** Copies the start. */
  public DetestProblem {
    start = start.clone();
  }

  /** A copy of y(0). */
  @Override
  public double[] start() {
    return start.clone();
  }
}
