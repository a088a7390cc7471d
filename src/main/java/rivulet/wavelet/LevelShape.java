package rivulet.wavelet;

/**
 * Shape of one level's data, planar.
 *
 * @param channels C at level 0, 3C at a detail level
 * @param height in pixels of this level
 * @param width in pixels of this level
 */
public record LevelShape(int channels, int height, int width) {
  /** Checks that the shape holds something. */
  public LevelShape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "level shape: %dx%dx%d is empty, every side must be at least 1"
              .formatted(channels, height, width));
    }
  }

  /** The shape of a window of at most that many rows and columns. */
  public LevelShape within(int side) {
    return new LevelShape(channels, Math.min(side, height), Math.min(side, width));
  }

  /** Pixels of one channel. */
  public int pixels() {
    return Math.multiplyExact(height, width);
  }

  /** Values in all: the D of this level. */
  public int size() {
    return Math.multiplyExact(channels, pixels());
  }

  /** For example {@code 3x14x14}. */
  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}
