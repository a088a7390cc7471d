package rivulet.flow.pretransform;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * y = (x − m_c)/σ_c per channel; ln |det| = −pixels·Σ_c ln σ_c (docs/mathematics.md, section 2).
 *
 * <p>Means and deviations are rounded to float32 at construction. Stored as {@code affine.mean} and
 * {@code affine.std}, one value per channel.
 */
public final class Affine implements PreTransform {
  static final String MEAN = "affine.mean";
  static final String STD = "affine.std";

  private final double[] mean;
  private final double[] std;
  private final double sumLogStd;

  /**
   * Copies and rounds.
   *
   * @param mean per channel
   * @param std per channel, above 0
   * @throws IllegalArgumentException for lengths that differ, or values not finite or not above 0
   *     in float32
   */
  public Affine(double[] mean, double[] std) {
    if (mean.length == 0 || mean.length != std.length) {
      throw new IllegalArgumentException(
          "affine: %d means and %d deviations given, one of each per channel is needed"
              .formatted(mean.length, std.length));
    }
    this.mean = new double[mean.length];
    this.std = new double[mean.length];
    double sum = 0.0;
    for (int c = 0; c < mean.length; c++) {
      this.mean[c] = (float) mean[c];
      this.std[c] = (float) std[c];
      if (!Double.isFinite(this.mean[c]) || !(this.std[c] > 0.0 && this.std[c] < 1e38)) {
        throw new IllegalArgumentException(
            ("affine: channel %d has mean %s and deviation %s: "
                    + "finite values and a deviation above 0 are needed")
                .formatted(c, mean[c], std[c]));
      }
      sum += StrictMath.log(this.std[c]);
    }
    this.sumLogStd = sum;
  }

  static Affine restore(Map<String, PreTransformArray> parameters) {
    return new Affine(
        PreTransformArray.require(parameters, MEAN, 1).toDoubles(),
        PreTransformArray.require(parameters, STD, 1).toDoubles());
  }

  /** Means per channel, a copy. */
  public double[] mean() {
    return mean.clone();
  }

  /** Deviations per channel, a copy. */
  public double[] std() {
    return std.clone();
  }

  @Override
  public String name() {
    return PreTransformKind.AFFINE.id();
  }

  @Override
  public double forward(double[] x, int offset, int channels, int pixels) {
    PreTransformRange.check(name(), mean.length, x, offset, channels, pixels);
    for (int c = 0; c < channels; c++) {
      int start = offset + c * pixels;
      for (int i = start; i < start + pixels; i++) {
        x[i] = (x[i] - mean[c]) / std[c];
      }
    }
    return -pixels * sumLogStd;
  }

  @Override
  public void inverse(double[] x, int offset, int channels, int pixels) {
    PreTransformRange.check(name(), mean.length, x, offset, channels, pixels);
    for (int c = 0; c < channels; c++) {
      int start = offset + c * pixels;
      for (int i = start; i < start + pixels; i++) {
        x[i] = x[i] * std[c] + mean[c];
      }
    }
  }

  @Override
  public void pullBack(double[] x, int channels, int pixels, double[] gradient) {
    PreTransformRange.check(name(), std.length, gradient, 0, channels, pixels);
    for (int i = 0; i < channels * pixels; i++) {
      gradient[i] /= std[i / pixels];
    }
  }

  @Override
  public boolean fits(int channels) {
    return channels == mean.length;
  }

  @Override
  public SortedMap<String, PreTransformArray> parameters() {
    SortedMap<String, PreTransformArray> map = new TreeMap<>();
    map.put(MEAN, PreTransformArray.of(mean, mean.length));
    map.put(STD, PreTransformArray.of(std, std.length));
    return Collections.unmodifiableSortedMap(map);
  }

  @Override
  public String toString() {
    return "affine of " + mean.length + " channels";
  }
}
