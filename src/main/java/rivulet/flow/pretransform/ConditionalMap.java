package rivulet.flow.pretransform;

/**
 * A {@link ConditionalPreTransform} given one coarser image. One per worker; allocates nothing.
 *
 * <p>A range of pixels is given by its first one and their number: channel c of it begins in an
 * array at {@code offset + c·pixels}.
 */
public interface ConditionalMap {
  /** The map that changes nothing, of a level whose pre-transforms do not depend on another. */
  ConditionalMap IDENTITY =
      new ConditionalMap() {
        @Override
        public void condition(double[] coarse) {}

        @Override
        public double forward(double[] x, int offset, int channels, int first, int pixels) {
          return 0;
        }

        @Override
        public void inverse(double[] x, int offset, int channels, int pixels) {}

        @Override
        public void pullBack(double[] x, double[] gradient, double[] coarse) {}
      };

  /**
   * Takes the coarser image for what follows.
   *
   * @param coarse planar, not modified
   */
  void condition(double[] coarse);

  /**
   * As {@link PreTransform#forward}, of pixels {@code first} to before {@code first + pixels}.
   *
   * @return ln |det| in nats
   */
  double forward(double[] x, int offset, int channels, int first, int pixels);

  /** {@link #forward} of all pixels where ln |det| is not asked for. */
  default void map(double[] x, int offset, int channels, int pixels) {
    forward(x, offset, channels, 0, pixels);
  }

  /** As {@link PreTransform#inverse}, of all pixels. */
  void inverse(double[] x, int offset, int channels, int pixels);

  /**
   * Turns the gradient of a function F by the mapped data into that of F + ln |det| by the data and
   * by the coarser image.
   *
   * @param x data before the map, all channels and pixels, not modified
   * @param gradient modified: as many values
   * @param coarse modified: the gradient by the coarser image's pixels is added
   */
  void pullBack(double[] x, double[] gradient, double[] coarse);
}
