package rivulet.train;

/**
 * What one update of one level was like, means over its batch.
 *
 * @param level number of the level, 0 the coarsest
 * @param bitsPerDim over the level's own dimensions
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
    double kinetic,
    double jacobian,
    double evaluations,
    double gradientNorm,
    double learningRate,
    boolean applied) {}
