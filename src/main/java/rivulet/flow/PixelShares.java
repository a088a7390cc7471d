package rivulet.flow;

import java.util.function.IntFunction;

/**
 * Where ln p of the data of one level comes from, pixel by pixel and summed over channels, in nats:
 * ln p = Σ_pixels (pre-transform + log-det + base).
 *
 * @param preTransform ln |det| of the pre-transform and of the level's halving
 * @param logDet ∫ of the diagonal entries of the Jacobian
 * @param base ln N(z; 0, I) of the latent
 */
public record PixelShares(double[] preTransform, double[] logDet, double[] base) {
  private static final double LN_2PI = StrictMath.log(2 * StrictMath.PI);

  public PixelShares {
    if (preTransform.length != logDet.length || logDet.length != base.length) {
      throw new IllegalArgumentException(
          "pixel shares: arrays of "
              + preTransform.length
              + ", "
              + logDet.length
              + " and "
              + base.length
              + " pixels; they must agree");
    }
  }

  /** Zeros. */
  public static PixelShares of(int pixels) {
    return new PixelShares(new double[pixels], new double[pixels], new double[pixels]);
  }

  public int pixels() {
    return base.length;
  }

  /** Their sum over all pixels. */
  public double total() {
    double sum = 0;
    for (int p = 0; p < base.length; p++) {
      sum += preTransform[p] + logDet[p] + base[p];
    }
    return sum;
  }

  void addLogDet(double[] diagonal, int channels) {
    for (int i = 0; i < channels * base.length; i++) {
      logDet[i % base.length] += diagonal[i];
    }
  }

  void addBase(double[] latent, int channels) {
    for (int i = 0; i < channels * base.length; i++) {
      base[i % base.length] += -0.5 * (latent[i] * latent[i] + LN_2PI);
    }
  }

  /** Adds other shares, pixel by pixel. */
  public void add(PixelShares other) {
    for (int p = 0; p < base.length; p++) {
      preTransform[p] += other.preTransform[p];
      logDet[p] += other.logDet[p];
      base[p] += other.base[p];
    }
  }

  /**
   * The sum over all levels, by pixel of the image: what a level's pixel has is divided among those
   * that it covers.
   *
   * @param byLevel shares of a level, by its pixels
   */
  public static PixelShares ofImage(ModelSpec spec, IntFunction<PixelShares> byLevel) {
    int width = spec.pyramid().width();
    PixelShares all = of(spec.pyramid().height() * width);
    for (int level = 0; level < spec.levels(); level++) {
      all.addDivided(byLevel.apply(level), spec.state(level).width(), width);
    }
    return all;
  }

  /** Adds shares of a coarser grid, whose width divides this one's. */
  private void addDivided(PixelShares coarser, int coarserWidth, int width) {
    int side = width / coarserWidth;
    double part = 1.0 / (side * side);
    for (int p = 0; p < base.length; p++) {
      int from = p / width / side * coarserWidth + p % width / side;
      preTransform[p] += coarser.preTransform[from] * part;
      logDet[p] += coarser.logDet[from] * part;
      base[p] += coarser.base[from] * part;
    }
  }

  /** Multiplies everything by a factor. */
  public void scale(double factor) {
    for (int p = 0; p < base.length; p++) {
      preTransform[p] *= factor;
      logDet[p] *= factor;
      base[p] *= factor;
    }
  }
}
