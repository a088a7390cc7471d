package rivulet.tensor.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Sums of squares of quotients in float64, as step control needs them: plain loops in ascending
 * order, so the bits are those of the definition.
 */
public final class ScaledNorm {
  private ScaledNorm() {}

  /** {@code Σ (e / (atol + rtol·max(|y0|, |y1|)))²} over n floats. */
  public static double error(
      MemorySegment s, long e, long y0, long y1, int n, double atol, double rtol) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      long step = 4L * i;
      double scale =
          Math.max(
              Math.abs(s.get(Lanes.FLOAT, y0 + step)), Math.abs(s.get(Lanes.FLOAT, y1 + step)));
      double ratio = s.get(Lanes.FLOAT, e + step) / (atol + rtol * scale);
      sum += ratio * ratio;
    }
    return sum;
  }

  /** {@code Σ ((a − b) / (atol + rtol·|y|))²} over n floats; b is left out if negative. */
  public static double difference(
      MemorySegment s, long a, long b, long y, int n, double atol, double rtol) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      long step = 4L * i;
      double value = s.get(Lanes.FLOAT, a + step);
      if (b >= 0) {
        value -= s.get(Lanes.FLOAT, b + step);
      }
      double ratio = value / (atol + rtol * Math.abs(s.get(Lanes.FLOAT, y + step)));
      sum += ratio * ratio;
    }
    return sum;
  }
}
