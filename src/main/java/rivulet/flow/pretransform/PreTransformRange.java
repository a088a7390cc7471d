package rivulet.flow.pretransform;

/** The checks that all pre-transforms share. */
final class PreTransformRange {
  private PreTransformRange() {}

  /** Checks that the array holds channels × pixels values from the offset. */
  static void check(String name, double[] x, int offset, int channels, int pixels) {
    if (channels < 1 || pixels < 1) {
      throw new IllegalArgumentException(
          "%s: %d channels of %d pixels asked, both must be at least 1"
              .formatted(name, channels, pixels));
    }
    int size = Math.multiplyExact(channels, pixels);
    if (offset < 0 || x.length - offset < size) {
      throw new IllegalArgumentException(
          "%s: %d channels of %d pixels need %d values from index %d, the array holds %d"
              .formatted(name, channels, pixels, size, offset, x.length));
    }
  }

  /** {@link #check} and that the data has the channels that the map was fitted on. */
  static void check(String name, int fitted, double[] x, int offset, int channels, int pixels) {
    if (channels != fitted) {
      throw new IllegalArgumentException(
          "%s: fitted on %d channels, given %d; use the level it was fitted on"
              .formatted(name, fitted, channels));
    }
    check(name, x, offset, channels, pixels);
  }
}
