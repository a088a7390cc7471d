package rivulet.measure;

/**
 * What one level adds to bits/dim of the whole image, term by term; bits/dim is 8 plus the share of
 * the noise's density plus the terms of all levels.
 *
 * @param preTransform −ln |det| of the pre-transform and of the level's halving
 * @param logDet −∫ divergence of the flow
 * @param base −ln N(z; 0, I) of the latent
 */
public record LevelBits(double preTransform, double logDet, double base) {
  /** All three. */
  public double total() {
    return preTransform + logDet + base;
  }
}
