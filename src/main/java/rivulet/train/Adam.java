package rivulet.train;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Adam (Kingma and Ba, arXiv 1412.6980) on one run of float32 parameters, with float64 moments.
 * Element by element in ascending order; allocates nothing.
 */
public final class Adam {
  public static final double BETA_1 = 0.9;
  public static final double BETA_2 = 0.999;
  public static final double EPSILON = 1e-8;

  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final double[] first;
  private final double[] second;

  public Adam(int parameters) {
    first = new double[parameters];
    second = new double[parameters];
  }

  /** First moments; live, for checkpoints. */
  public double[] first() {
    return first;
  }

  /** Second moments; live, for checkpoints. */
  public double[] second() {
    return second;
  }

  /**
   * One update.
   *
   * @param values parameters, modified
   * @param gradients gradients at the same offset, not modified
   * @param offset byte offset of the first parameter
   * @param scale factor of the gradients (clipping)
   * @param rate learning rate
   * @param correction1 1 − β₁ᵗ
   * @param correction2 1 − β₂ᵗ
   */
  public void update(
      MemorySegment values,
      MemorySegment gradients,
      long offset,
      double scale,
      double rate,
      double correction1,
      double correction2) {
    for (int i = 0; i < first.length; i++) {
      long at = offset + 4L * i;
      double g = scale * gradients.get(FLOAT, at);
      first[i] = BETA_1 * first[i] + (1 - BETA_1) * g;
      second[i] = BETA_2 * second[i] + (1 - BETA_2) * g * g;
      double step = first[i] / correction1 / (Math.sqrt(second[i] / correction2) + EPSILON);
      values.set(FLOAT, at, (float) (values.get(FLOAT, at) - rate * step));
    }
  }
}
