package rivulet.data;

/**
 * Channels, rows and columns of one image, with the bounds that keep a damaged header from being
 * believed.
 */
public record ImageShape(int channels, int height, int width) {
  private static final long MAX_SIDE = 65_536;
  private static final long MAX_CHANNELS = 4_096;
  private static final long MAX_BYTES = 1L << 28;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if no image may be of that size
   */
  public ImageShape {
    if (!possible(channels, height, width)) {
      throw new IllegalArgumentException("images: found " + bounds(channels, height, width));
    }
  }

  /**
   * As a header states it.
   *
   * @throws DataException if no image may be of that size
   */
  public static ImageShape of(String file, long channels, long height, long width) {
    if (!possible(channels, height, width)) {
      throw new DataException(
          file
              + ": header says "
              + bounds(channels, height, width)
              + ": the file is damaged or holds something else");
    }
    return new ImageShape((int) channels, (int) height, (int) width);
  }

  private static boolean possible(long channels, long height, long width) {
    boolean positive = channels > 0 && height > 0 && width > 0;
    boolean small = channels <= MAX_CHANNELS && height <= MAX_SIDE && width <= MAX_SIDE;
    return positive && small && channels * height * width <= MAX_BYTES;
  }

  private static String bounds(long channels, long height, long width) {
    return text(channels, height, width)
        + " (channels x height x width), an image may have 1 to "
        + MAX_CHANNELS
        + " channels, sides of 1 to "
        + MAX_SIDE
        + " and "
        + MAX_BYTES
        + " bytes in all";
  }

  /** C·H·W. */
  public int bytes() {
    return channels * height * width;
  }

  /** Rows by columns, with the channels in front when there are several: 28x28, 3x32x32. */
  @Override
  public String toString() {
    return channels == 1 ? height + "x" + width : text(channels, height, width);
  }

  private static String text(long channels, long height, long width) {
    return channels + "x" + height + "x" + width;
  }
}
