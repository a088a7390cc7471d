package rivulet.data.format;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import rivulet.data.DataException;
import rivulet.data.FileNames;
import rivulet.data.ImageSet;
import rivulet.data.NpyLayout;
import rivulet.data.PixelBlock;

/**
 * Arrays of unsigned bytes saved by NumPy, plain or gzip, in C order: images × rows × columns
 * (grey), or four dimensions as {@link NpyLayout} says.
 */
public final class NpyReader {
  /** One byte has no byte order, so every way of writing one is accepted. */
  private static final Set<String> UNSIGNED_BYTE = Set.of("|u1", "<u1", ">u1", "=u1", "u1");

  private NpyReader() {}

  /**
   * Reads a file of images, with labels if {@code NAME-labels.npy} lies beside it (or, for a name
   * with {@code images}, the same name with {@code labels}).
   *
   * @throws DataException if the array is not 8-bit, not C-ordered, not of 3 or 4 dimensions, or if
   *     {@link NpyLayout#AUTO} cannot tell which dimension holds the channels
   */
  public static ImageSet read(Path file, NpyLayout layout) {
    try (ByteReader in = ByteReader.open(file)) {
      NpyHeader header = NpyHeader.read(in);
      checkKind(in.name(), header);
      List<Long> sizes = header.shape();
      layout.requireGrey(in.name(), sizes);
      return PixelBlock.read(
          in,
          FileNames.last(file),
          layout.shape(in.name(), sizes),
          sizes.getFirst(),
          layout.interleaved(in.name(), sizes),
          n -> NpyLabels.beside(file, n));
    }
  }

  private static void checkKind(String file, NpyHeader header) {
    checkBytes(file, header);
    List<Long> sizes = header.shape();
    int rank = sizes.size();
    if (rank != 3 && rank != 4) {
      throw new DataException(
          file + ": images need 3 or 4 dimensions, array has " + rank + ": reshape it");
    }
  }

  /** Refuses what are no bytes in C order. */
  static void checkBytes(String file, NpyHeader header) {
    if (!UNSIGNED_BYTE.contains(header.type())) {
      throw new DataException(
          file
              + ": images must be uint8, array is "
              + header.type()
              + ": convert it to 0..255 and save array.astype('uint8')");
    }
    if (header.fortranOrder()) {
      throw new DataException(
          file + ": array is in Fortran order: save numpy.ascontiguousarray(array)");
    }
  }
}
