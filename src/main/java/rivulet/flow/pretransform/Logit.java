package rivulet.flow.pretransform;

import java.util.Collections;
import java.util.SortedMap;

/**
 * y = ln q − ln(1−q) with q = α + (1−2α)x, for data in [0,1] (docs/mathematics.md, section 2).
 *
 * <p>ln |det| = Σ [ln(1−2α) − ln q − ln(1−q)]. Values may leave [0,1] by up to α/(1−2α), as samples
 * do. The parameter α is configuration, not measured, so there is nothing to store.
 *
 * @param alpha α, above 0 and below 0.5: 0.05, or 1e-6 for MNIST-like images at the price of a
 *     stiff flow
 */
public record Logit(double alpha) implements PreTransform {
  /** Checks α. */
  public Logit {
    requireAlpha(alpha);
  }

  static void requireAlpha(double alpha) {
    if (!(alpha > 0.0 && alpha < 0.5)) {
      throw new IllegalArgumentException(
          "logit: alpha %s is outside ]0, 0.5[, use for example 0.05".formatted(alpha));
    }
  }

  @Override
  public String name() {
    return PreTransformKind.LOGIT.id();
  }

  @Override
  public double forward(double[] x, int offset, int channels, int pixels) {
    PreTransformRange.check(name(), x, offset, channels, pixels);
    double width = 1.0 - 2.0 * alpha;
    double logWidth = StrictMath.log(width);
    int end = offset + channels * pixels;
    double logDet = 0.0;
    for (int i = offset; i < end; i++) {
      double q = alpha + width * x[i];
      double rest = alpha + width * (1.0 - x[i]); // 1 − q without cancellation near x = 1
      if (!(q > 0.0 && rest > 0.0)) {
        throw new IllegalArgumentException(outside(x[i]));
      }
      double logQ = StrictMath.log(q);
      double logRest = StrictMath.log(rest);
      x[i] = logQ - logRest;
      logDet += logWidth - logQ - logRest;
    }
    return logDet;
  }

  @Override
  public void inverse(double[] x, int offset, int channels, int pixels) {
    PreTransformRange.check(name(), x, offset, channels, pixels);
    double width = 1.0 - 2.0 * alpha;
    int end = offset + channels * pixels;
    for (int i = offset; i < end; i++) {
      // The smaller of σ(y) and 1 − σ(y): accurate in both tails, and exp cannot overflow.
      double small = StrictMath.exp(-Math.abs(x[i]));
      double fromEdge = (small / (1.0 + small) - alpha) / width;
      x[i] = x[i] < 0.0 ? fromEdge : 1.0 - fromEdge;
    }
  }

  @Override
  public void pullBack(double[] x, int channels, int pixels, double[] gradient) {
    PreTransformRange.check(name(), gradient, 0, channels, pixels);
    double width = 1.0 - 2.0 * alpha;
    for (int i = 0; i < channels * pixels; i++) {
      double low = width / (alpha + width * x[i]);
      double high = width / (alpha + width * (1.0 - x[i]));
      gradient[i] = gradient[i] * (low + high) + (high - low);
    }
  }

  @Override
  public boolean fits(int channels) {
    return true;
  }

  @Override
  public SortedMap<String, PreTransformArray> parameters() {
    return Collections.emptySortedMap();
  }

  private String outside(double value) {
    return ("logit: value %s is outside [0,1] by more than alpha %s allows; "
            + "scale the data to [0,1], or use affine or cdf")
        .formatted(value, alpha);
  }
}
