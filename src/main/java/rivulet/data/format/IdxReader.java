package rivulet.data.format;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import rivulet.data.DataException;
import rivulet.data.FileNames;
import rivulet.data.ImageSet;
import rivulet.data.ImageShape;
import rivulet.data.PixelBlock;

/**
 * The IDX format of MNIST and its relatives, plain or gzip: two zero bytes, a type byte (8:
 * unsigned bytes, the only one read here), the number of dimensions, each dimension as a big-endian
 * 32-bit number, then the bytes. Three dimensions are images × rows × columns; four are images ×
 * channels × rows × columns.
 */
public final class IdxReader {
  private static final int UNSIGNED_BYTES = 8;

  private IdxReader() {}

  /**
   * Reads a file of images. If it is called {@code X-images-idx3-ubyte[.gz]} and {@code
   * X-labels-idx1-ubyte[.gz]} lies beside it, the labels are read too; {@code .idx} for {@code
   * -idx} will do.
   *
   * @throws DataException if either file is not what it should be
   */
  public static ImageSet read(Path file) {
    return read(file, FileNames.last(file));
  }

  public static ImageSet read(Path file, String name) {
    try (ByteReader in = ByteReader.open(file)) {
      long[] sizes = dimensions(in);
      if (sizes.length != 3 && sizes.length != 4) {
        throw new DataException(
            file
                + ": images need 3 or 4 dimensions, file has "
                + sizes.length
                + (sizes.length == 1 ? ": it holds labels, give the images file" : ""));
      }
      int last = sizes.length - 1;
      long channels = last == 3 ? sizes[1] : 1;
      ImageShape shape = ImageShape.of(in.name(), channels, sizes[last - 1], sizes[last]);
      return PixelBlock.read(in, name, shape, sizes[0], false, n -> labelsBeside(file, n));
    }
  }

  private static long[] dimensions(ByteReader in) {
    byte[] magic = in.header(4, "an IDX header");
    if (magic[0] != 0 || magic[1] != 0 || magic[2] != UNSIGNED_BYTES) {
      throw new DataException(
          in.name()
              + ": not an IDX file of unsigned bytes: it should begin with 00 00 08: give another"
              + " file");
    }
    int rank = Byte.toUnsignedInt(magic[3]);
    ByteBuffer numbers = ByteBuffer.wrap(in.header(4 * rank, "an IDX header of rank " + rank));
    long[] sizes = new long[rank];
    for (int i = 0; i < rank; i++) {
      sizes[i] = Integer.toUnsignedLong(numbers.getInt());
    }
    return sizes;
  }

  private static byte[] labelsBeside(Path images, long count) {
    return IdxNames.labels(images)
        .map(labels -> readLabels(labels, count))
        .orElseGet(() -> new byte[0]);
  }

  private static byte[] readLabels(Path file, long count) {
    try (ByteReader in = ByteReader.open(file)) {
      long[] sizes = dimensions(in);
      if (sizes.length != 1 || sizes[0] != count) {
        throw new DataException(
            file
                + ": one label for each of "
                + count
                + " images expected, header says "
                + (sizes.length == 1 ? sizes[0] + " labels" : sizes.length + " dimensions")
                + ": fetch both files again or move this one away");
      }
      return readLabels(in, count);
    }
  }

  private static byte[] readLabels(ByteReader in, long count) {
    byte[] labels = new byte[Math.toIntExact(count)];
    int got = in.read(labels, labels.length);
    if (got < count || !in.atEnd()) {
      throw new DataException(
          in.name()
              + ": header says "
              + count
              + " labels, file holds "
              + (got < count ? Integer.toString(got) : "more")
              + ": fetch it again");
    }
    return labels;
  }
}
