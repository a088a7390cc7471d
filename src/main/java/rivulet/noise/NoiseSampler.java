package rivulet.noise;

/** Draws the noise of images of one size. One per worker; allocates nothing after construction. */
@FunctionalInterface
public interface NoiseSampler {
  /**
   * Turns uniform numbers into noise for an image.
   *
   * @param pixels X, planar
   * @param u uniform in [0,1), planar; modified
   * @return ln q(u | X) in nats
   */
  double draw(byte[] pixels, double[] u);
}
