package rivulet.train;

/**
 * What one update of one level was like, means over its batch; NaN where the objective does not
 * give a number.
 *
 * @param level number of the level, 0 the coarsest; {@link #WHOLE_IMAGE} where noise is trained
 * @param bitsPerDim over the level's own dimensions; of the bound, noise included, for a whole
 *     image
 * @param matchingLoss squared error of the velocity per dimension
 * @param kinetic kinetic energy
 * @param jacobian Jacobian norm
 * @param evaluations of the vector field per image, forward
 * @param gradientNorm before clipping
 * @param learningRate of this update
 * @param applied false if the update was skipped
 */
public record LevelMetrics(
    int level,
    double bitsPerDim,
    double matchingLoss,
    double kinetic,
    double jacobian,
    double evaluations,
    double gradientNorm,
    double learningRate,
    boolean applied) {
  /** Stands for all levels together. */
  public static final int WHOLE_IMAGE = -1;

  /** Under matching, where an image takes one evaluation. */
  public static LevelMetrics matching(
      int part, double loss, double gradientNorm, double rate, boolean applied) {
    double none = Double.NaN;
    return new LevelMetrics(part, none, loss, none, none, 1, gradientNorm, rate, applied);
  }

  /** Whether {@link #bitsPerDim} is known: under likelihood only. */
  public boolean likelihood() {
    return !Double.isNaN(bitsPerDim);
  }

  /** What the objective descends, without regularisers. */
  public double progress() {
    return likelihood() ? bitsPerDim : matchingLoss;
  }
}
