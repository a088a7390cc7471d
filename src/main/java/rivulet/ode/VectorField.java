package rivulet.ode;

/** A right-hand side y' = f(t, y) in float64. */
@FunctionalInterface
public interface VectorField {
  /**
   * Writes f(t, y).
   *
   * @param y state, not modified
   * @param dy written, as long as y
   */
  void derivative(double t, double[] y, double[] dy);
}
