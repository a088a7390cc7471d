package rivulet.data.format;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import rivulet.data.DataException;
import rivulet.data.FileNames;
import rivulet.data.ImageSet;
import rivulet.data.NpyLayout;
import rivulet.data.PixelBlock;

/**
 * The IDX format of MNIST and its relatives, plain or gzip: two zero bytes, a type byte (8:
 * unsigned bytes, the only one read here), the number of dimensions, each dimension as a big-endian
 * 32-bit number, then the bytes. Three dimensions are images × rows × columns; of four {@link
 * NpyLayout} says which are the channels.
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
  public static ImageSet read(Path file, NpyLayout layout) {
    return read(file, FileNames.last(file), layout);
  }

  public static ImageSet read(Path file, String name, NpyLayout layout) {
    try (ByteReader in = ByteReader.open(file)) {
      List<Long> sizes = dimensions(in);
      int rank = sizes.size();
      if (rank != 3 && rank != 4) {
        throw new DataException(
            file
                + ": images need 3 or 4 dimensions, file has "
                + rank
                + (rank == 1 ? ": it holds labels, give the images file" : ": give another file"));
      }
      return PixelBlock.read(
          in,
          name,
          layout.shape(in.name(), sizes),
          sizes.getFirst(),
          layout.interleaved(in.name(), sizes),
          n -> labelsBeside(file, n));
    }
  }

  private static List<Long> dimensions(ByteReader in) {
    byte[] magic = in.header(4, "an IDX header");
    if (magic[0] != 0 || magic[1] != 0 || magic[2] != UNSIGNED_BYTES) {
      throw new DataException(
          in.name()
              + ": not an IDX file of unsigned bytes: it should begin with 00 00 08: give another"
              + " file");
    }
    int rank = Byte.toUnsignedInt(magic[3]);
    ByteBuffer numbers = ByteBuffer.wrap(in.header(4 * rank, "an IDX header of rank " + rank));
    List<Long> sizes = new ArrayList<>();
    while (numbers.hasRemaining()) {
      sizes.add(Integer.toUnsignedLong(numbers.getInt()));
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
      List<Long> sizes = dimensions(in);
      if (!sizes.equals(List.of(count))) {
        throw new DataException(
            file
                + ": one label for each of "
                + count
                + " images expected, header says "
                + (sizes.size() == 1 ? sizes.getFirst() + " labels" : sizes.size() + " dimensions")
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
