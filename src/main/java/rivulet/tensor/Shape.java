package rivulet.tensor;

/**
 * Channels × height × width of one image. A vector is an image of one pixel ({@code Cx1x1}), a
 * scalar an image of one pixel and one channel.
 */
public record Shape(int channels, int height, int width) implements Extent {
  public static final Shape SCALAR = new Shape(1, 1, 1);

  public Shape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "shape: every extent must be at least 1, found " + channels + "x" + height + "x" + width);
    }
    if ((long) channels * height * width > Integer.MAX_VALUE / 8) {
      throw new IllegalArgumentException(
          "shape: " + channels + "x" + height + "x" + width + " is too large; cut the image");
    }
  }

  /** A vector of the given length. */
  public static Shape vector(int channels) {
    return new Shape(channels, 1, 1);
  }

  @Override
  public long elements() {
    return (long) channels * height * width;
  }

  public int pixels() {
    return height * width;
  }

  public Shape withChannels(int count) {
    return new Shape(count, height, width);
  }

  /** Whether a value of this shape can be broadcast to {@code target}. */
  public boolean broadcastsTo(Shape target) {
    return equals(target) || equals(SCALAR) || (pixels() == 1 && channels == target.channels);
  }

  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}
