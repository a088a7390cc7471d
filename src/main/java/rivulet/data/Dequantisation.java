package rivulet.data;

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
public sealed interface Dequantisation permits UniformDequantisation, TruncatedNormal {
  /** u ~ U[0,1). */
  Dequantisation UNIFORM = new UniformDequantisation();

  /** Its kind. */
  DequantisationKind kind();

  /**
   * Turns uniform numbers into noise for an image. Allocates nothing.
   *
   * @param pixels X, planar
   * @param u uniform in [0,1), planar; modified
   * @return ln q(u | X) in nats
   */
  double draw(byte[] pixels, int height, int width, double[] u);
}
