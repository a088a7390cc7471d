package rivulet.ode.method;

import java.util.List;
import rivulet.ode.OdeSystem;

/** Σ_j w_j · register_j, zero weights left out; the weights are scaled by a lane's h when used. */
public final class WeightedSum {
  private final int[] registers;
  private final double[] weights;
  private final double[] scaled;

  /** Entry j of {@code entries} is the weight of register {@code first + j}. */
  public WeightedSum(List<Rational> entries, int first) {
    int count = (int) entries.stream().filter(entry -> !entry.isZero()).count();
    registers = new int[count];
    weights = new double[count];
    scaled = new double[count];
    int at = 0;
    for (int j = 0; j < entries.size(); j++) {
      if (!entries.get(j).isZero()) {
        registers[at] = first + j;
        weights[at++] = entries.get(j).toDouble();
      }
    }
  }

  /** dst = base + h Σ_j w_j · register_j. */
  public void combine(OdeSystem system, int lane, int dst, int base, double h) {
    scale(h);
    system.combine(lane, dst, base, scaled, registers, scaled.length);
  }

  /** Error ratio of h Σ_j w_j · register_j against y0 and y1. */
  public double errorRatio(
      OdeSystem system, int lane, int y0, int y1, double h, double atol, double rtol) {
    scale(h);
    return system.errorRatio(lane, y0, y1, scaled, registers, scaled.length, atol, rtol);
  }

  private void scale(double h) {
    for (int j = 0; j < scaled.length; j++) {
      scaled[j] = h * weights[j];
    }
  }
}
