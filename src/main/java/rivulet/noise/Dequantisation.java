package rivulet.noise;

/**
 * The noise u in [0,1)^D that makes pixels real: a density q(u | X) that is known exactly and can
 * be drawn from. Whatever q is,
 *
 * <pre>
 *   log P(X) = log ∫ p(X + u) du ≥ E_q[ log p(X + u) − log q(u | X) ]
 * </pre>
 *
 * <p>and the nearer q is to the model's own density within a pixel's value, the less is lost.
 */
public sealed interface Dequantisation
    permits UniformDequantisation, TruncatedNormal, VariationalDequantisation, CoarsePixels {
  /** Bits of a value as it is stored. */
  int WHOLE_BITS = 8;

  /** u ~ U[0,1). */
  Dequantisation UNIFORM = new UniformDequantisation();

  /** Its kind. */
  DequantisationKind kind();

  /** Bits of a value that count: all 8, but for {@link CoarsePixels}. */
  int bits();

  /**
   * What draws the noise of images of that size on one worker.
   *
   * @throws IllegalArgumentException if the noise is for images of other channels
   */
  NoiseSampler sampler(int channels, int height, int width);
}
