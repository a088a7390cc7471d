package rivulet.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * How one image lies in memory: rows of pixels, channels contiguous within a pixel, around it a
 * border of zeros that convolutions read and nothing writes. Images of at least {@value #LANES}
 * channels are padded to a multiple of it; narrower ones are dense. An odd height or width has one
 * more border row or column, so that the 2×2 tiles of Winograd convolutions fit.
 *
 * @param shape channels, height, width
 * @param border 0 or 1
 */
public record Layout(Shape shape, int border) {
  /** Virtual vector length that padding refers to; independent of the machine. */
  public static final int LANES = 16;

  /**
   * One float in memory, in the machine's byte order; like vector loads it asks for no alignment.
   */
  public static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.nativeOrder());

  private static final int ALIGNMENT = 64;

  public Layout {
    if (border < 0 || border > 1) {
      throw new IllegalArgumentException("layout: border must be 0 or 1, found " + border);
    }
  }

  /** Channels of one pixel in memory for an image of {@code channels} channels. */
  public static int stride(int channels) {
    return channels < LANES ? channels : padded(channels);
  }

  /** The next multiple of {@value #LANES}. */
  public static int padded(int count) {
    return (count + LANES - 1) / LANES * LANES;
  }

  /** The next multiple of {@value #ALIGNMENT}: where a block of memory may begin. */
  public static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** Floats of one pixel. */
  public int channelStride() {
    return stride(shape.channels());
  }

  /** Bytes from one pixel to its right neighbour. */
  public long pixelBytes() {
    return 4L * channelStride();
  }

  /** Bytes from one row to the next. */
  public long rowBytes() {
    return pixelBytes() * (shape.width() + margin(shape.width()));
  }

  /** Floats of one row without its border. */
  public int rowFloats() {
    return shape.width() * channelStride();
  }

  /** Byte offset of the first pixel inside the border. */
  public long origin() {
    return border * (rowBytes() + pixelBytes());
  }

  /** Bytes of the whole image with border, and room for a vector read beyond its end. */
  public long imageBytes() {
    return stripBytes(shape.height());
  }

  /** Bytes of a strip of so many rows of the image, with the image's border around it. */
  public long stripBytes(int rows) {
    return aligned(rowBytes() * (rows + margin(shape.height())) + 4L * LANES);
  }

  /** Byte offset of one scalar. */
  public long offset(int channel, int row, int column) {
    return origin() + row * rowBytes() + column * pixelBytes() + 4L * channel;
  }

  /** Floats from the first border pixel to the last, padding included. */
  public int spanFloats() {
    return (int) (rowBytes() / 4) * (shape.height() + margin(shape.height()));
  }

  /** Writes a planar (channel, row, column) array into the image at byte {@code at}. */
  public void scatter(double[] planar, int start, MemorySegment to, long at) {
    int index = start;
    for (int c = 0; c < shape.channels(); c++) {
      for (int row = 0; row < shape.height(); row++) {
        long position = at + offset(c, row, 0);
        for (int x = 0; x < shape.width(); x++) {
          to.set(FLOAT, position, (float) planar[index++]);
          position += pixelBytes();
        }
      }
    }
  }

  /** Reads the image at byte {@code at} into a planar (channel, row, column) array. */
  public void gather(MemorySegment from, long at, double[] planar, int start) {
    int index = start;
    for (int c = 0; c < shape.channels(); c++) {
      for (int row = 0; row < shape.height(); row++) {
        long position = at + offset(c, row, 0);
        for (int x = 0; x < shape.width(); x++) {
          planar[index++] = from.get(FLOAT, position);
          position += pixelBytes();
        }
      }
    }
  }

  private int margin(int extent) {
    return border == 0 ? 0 : 2 + extent % 2;
  }
}
