package rivulet.noise;

import rivulet.flow.pretransform.PixelHistogram;
import rivulet.random.NormalDistribution;

/**
 * Every u is drawn for itself from a normal distribution cut to [0,1), whose mean and deviation
 * belong to the pixel's context:
 *
 * <pre>
 *   ln q(u | X) = Σ −½((u − m)/s)² − ln s − ½ ln 2π − ln(Φ((1 − m)/s) − Φ(−m/s))
 * </pre>
 *
 * <p>Values that a pixel transform takes for atoms keep uniform noise: it shapes them itself.
 */
public final class TruncatedNormal implements Dequantisation {
  /** Bounds of deviations: below, a level would have to be sharper than it can; above, flat. */
  static final float LEAST_DEVIATION = 0.25f;

  static final float FLAT_DEVIATION = 4;

  /** Means lie at most so many deviations from the middle, which keeps Φ's differences exact. */
  static final double FARTHEST_MEAN = 2;

  private static final int VALUES = PixelHistogram.VALUES;
  private static final double LARGEST = 1 - 0x1p-53;

  private final float[] means;
  private final float[] deviations;
  private final boolean[][] even;
  private final double[] below;
  private final double[] mass;
  private final double[] logScale;

  /** Noise that the pixel's own value does not change. */
  public TruncatedNormal(float[] means, float[] deviations) {
    this(means, deviations, new boolean[0][]);
  }

  /**
   * @param means per context
   * @param deviations per context
   * @param even for each channel, which of the 256 values have uniform noise in any context; empty:
   *     none in any channel
   * @throws IllegalArgumentException if their number or a value does not fit
   */
  public TruncatedNormal(float[] means, float[] deviations, boolean[][] even) {
    int count = PixelContext.COUNT;
    if (means.length != count || deviations.length != count) {
      throw new IllegalArgumentException(
          "truncated normal: "
              + count
              + " means and deviations expected, found "
              + means.length
              + " and "
              + deviations.length);
    }
    this.means = means.clone();
    this.deviations = deviations.clone();
    this.even = new boolean[even.length][];
    for (int c = 0; c < even.length; c++) {
      if (even[c].length != VALUES) {
        throw new IllegalArgumentException(
            "truncated normal: channel " + c + " marks " + even[c].length + " values of " + VALUES);
      }
      this.even[c] = even[c].clone();
    }
    this.below = new double[count];
    this.mass = new double[count];
    this.logScale = new double[count];
    for (int c = 0; c < count; c++) {
      prepare(c);
    }
  }

  private void prepare(int c) {
    double m = means[c];
    double s = deviations[c];
    boolean fits = s >= LEAST_DEVIATION && s <= FLAT_DEVIATION;
    // the mean was rounded to float32
    if (!fits || !(Math.abs(m - 0.5) <= FARTHEST_MEAN * s + 1e-5)) {
      throw new IllegalArgumentException(
          "truncated normal: context " + c + " has mean " + m + " and deviation " + s);
    }
    below[c] = NormalDistribution.cumulative(-m / s);
    mass[c] = NormalDistribution.cumulative((1 - m) / s) - below[c];
    logScale[c] = StrictMath.log(s) + NormalDistribution.LOG_ROOT_TWO_PI + StrictMath.log(mass[c]);
  }

  @Override
  public DequantisationKind kind() {
    return DequantisationKind.TRUNCATED_NORMAL;
  }

  /** Means per context; a copy. */
  public float[] means() {
    return means.clone();
  }

  /** Deviations per context; a copy. */
  public float[] deviations() {
    return deviations.clone();
  }

  /** For each channel, which of the 256 values have uniform noise; a copy, empty for none. */
  public boolean[][] even() {
    boolean[][] copy = new boolean[even.length][];
    for (int c = 0; c < copy.length; c++) {
      copy[c] = even[c].clone();
    }
    return copy;
  }

  @Override
  public int bits() {
    return WHOLE_BITS;
  }

  @Override
  public NoiseSampler sampler(int channels, int height, int width) {
    if (even.length != 0 && even.length != channels) {
      throw new IllegalArgumentException(
          "truncated normal: measured on "
              + even.length
              + " channels, the images have "
              + channels
              + "; give images like those it was measured on");
    }
    return (pixels, u) -> draw(pixels, height, width, u);
  }

  private double draw(byte[] pixels, int height, int width, double[] u) {
    double sum = 0;
    int at = 0;
    while (at < pixels.length) {
      int plane = at;
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          if (even.length > 0 && even[plane / (height * width)][pixels[at] & 0xff]) {
            at++;
            continue;
          }
          int context = PixelContext.of(pixels, plane, height, width, y, x);
          u[at] = quantile(context, u[at]);
          sum += logDensity(context, u[at]);
          at++;
        }
      }
    }
    return sum;
  }

  /** The u below which lies that share of the context's density. */
  double quantile(int context, double share) {
    double p = below[context] + share * mass[context];
    double u = means[context] + deviations[context] * NormalDistribution.quantile(p);
    return Math.clamp(u, 0, LARGEST);
  }

  /** ln q of one value in its context, in nats. */
  double logDensity(int context, double u) {
    double z = (u - means[context]) / deviations[context];
    return -0.5 * z * z - logScale[context];
  }
}
