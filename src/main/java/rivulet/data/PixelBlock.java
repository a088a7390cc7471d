package rivulet.data;

import java.math.BigInteger;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import rivulet.data.format.ByteReader;

/** The plain block of pixels that follows the header of an IDX or NPY file. */
public final class PixelBlock {
  private PixelBlock() {}

  /**
   * Reads all images and insists that the file ends with the last one. A large block that is plain
   * bytes of a file stays there.
   *
   * @param interleaved whether the channels of a pixel lie together in the file (NHWC)
   * @param labels gives the labels of that many images; asked only once the images were all there
   */
  public static ImageSet read(
      ByteReader in,
      String name,
      ImageShape shape,
      long count,
      boolean interleaved,
      LongFunction<byte[]> labels) {
    checkSize(in, shape, count);
    if (in.plain() && Pixels.stayOutside(shape, count)) {
      Pixels pixels = new PixelFile(in.file(), in.position(), shape, interleaved);
      return new PackedImages(name, shape, count, pixels, labels.apply(count));
    }
    PackedImages.Builder images = new PackedImages.Builder(in.name(), name, shape, count);
    int bytes = shape.bytes();
    byte[] stored = new byte[bytes];
    byte[] planar = interleaved ? new byte[bytes] : stored;
    for (long i = 0; i < count; i++) {
      int got = in.read(stored, bytes);
      if (got < bytes) {
        throw cutShort(in, shape, count, i * bytes + got);
      }
      if (interleaved) {
        separate(stored, shape, planar);
      }
      images.add(planar);
    }
    if (!in.atEnd()) {
      throw tooLong(in, shape, count, "more");
    }
    return images.build(labels.apply(count));
  }

  /** Where the size of the file is known, nothing is allocated for a header that lies. */
  private static void checkSize(ByteReader in, ImageShape shape, long count) {
    OptionalLong held = in.remaining();
    if (held.isEmpty() || count < 1) {
      return;
    }
    long whole = held.getAsLong() / shape.bytes();
    if (whole < count) {
      throw cutShort(in, shape, count, held.getAsLong());
    }
    if (held.getAsLong() != count * shape.bytes()) {
      throw tooLong(in, shape, count, held.getAsLong() + " bytes");
    }
  }

  private static DataException cutShort(ByteReader in, ImageShape shape, long count, long held) {
    return new DataException(
        said(in, shape, count)
            + ", file holds "
            + held
            + " bytes: the download is incomplete, fetch it again");
  }

  private static DataException tooLong(ByteReader in, ImageShape shape, long count, String held) {
    return new DataException(
        said(in, shape, count)
            + ", file holds "
            + held
            + ": it is damaged or of another kind, fetch it again");
  }

  private static String said(ByteReader in, ImageShape shape, long count) {
    BigInteger bytes = BigInteger.valueOf(count).multiply(BigInteger.valueOf(shape.bytes()));
    return in.name() + ": header says " + count + " images of " + shape + " (" + bytes + " bytes)";
  }

  static void separate(byte[] stored, ImageShape shape, byte[] planar) {
    int channels = shape.channels();
    int plane = shape.height() * shape.width();
    for (int c = 0; c < channels; c++) {
      for (int p = 0; p < plane; p++) {
        planar[c * plane + p] = stored[p * channels + c];
      }
    }
  }
}
