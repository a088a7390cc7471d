package rivulet.flow;

import java.util.Map;
import java.util.function.BiPredicate;
import rivulet.autodiff.Interpreter;
import rivulet.autodiff.Jvp;
import rivulet.autodiff.Program;
import rivulet.autodiff.TracedField;
import rivulet.tensor.Shape;

/** The whole Jacobian of a vector field in float64, one unit vector after the other. */
public record Jacobian(double[][] entries) {

  public static Jacobian of(
      TracedField spec,
      Map<String, double[]> weights,
      double[] state,
      double[] condition,
      double time) {
    Program dual = Jvp.transform(spec.program(), TracedField.STATE, 1);
    Interpreter interpreter = new Interpreter(1, dual.values().size());
    weights.forEach((name, values) -> interpreter.set(dual.input(name), values));
    interpreter.set(dual.input(TracedField.STATE), state);
    interpreter.set(dual.input(TracedField.TIME), new double[] {time});
    if (spec.condition() > 0) {
      interpreter.set(dual.input(TracedField.CONDITION), condition);
    }
    double[][] j = new double[state.length][state.length];
    for (int column = 0; column < state.length; column++) {
      double[] unit = new double[state.length];
      unit[column] = 1;
      interpreter.set(dual.input(Jvp.tangentName(TracedField.STATE, 0)), unit);
      interpreter.run(dual.values());
      double[] image = interpreter.get(dual.output(Jvp.tangentName(TracedField.OUTPUT, 0)), 0);
      for (int row = 0; row < state.length; row++) {
        j[row][column] = image[row];
      }
    }
    return new Jacobian(j);
  }

  public double trace() {
    double sum = 0;
    for (int i = 0; i < entries.length; i++) {
      sum += entries[i][i];
    }
    return sum;
  }

  public double diagonal(int i) {
    return entries[i][i];
  }

  /** ((J + Jᵀ)/2)_ij squared. */
  public double symmetricSquare(int i, int j) {
    double s = 0.5 * (entries[i][j] + entries[j][i]);
    return s * s;
  }

  /**
   * Variance of an estimate by one probe cut into pixels a spacing apart: 2 Σ S_ij² over pairs that
   * share a colour; without i = j for signs.
   */
  public double probeVariance(Shape shape, int spacing, boolean gaussian) {
    BiPredicate<Integer, Integer> together =
        (a, b) -> {
          int p = a % shape.pixels();
          int q = b % shape.pixels();
          int rows = Math.abs(p / shape.width() - q / shape.width());
          int columns = Math.abs(p % shape.width() - q % shape.width());
          return rows % spacing == 0 && columns % spacing == 0;
        };
    double sum = 0;
    for (int a = 0; a < shape.elements(); a++) {
      for (int b = 0; b < shape.elements(); b++) {
        if (together.test(a, b) && (gaussian || a != b)) {
          sum += 2 * symmetricSquare(a, b);
        }
      }
    }
    return sum;
  }
}
