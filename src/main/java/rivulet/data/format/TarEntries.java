package rivulet.data.format;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import rivulet.data.DataException;

/** Files in a tar archive (POSIX.1-1988, ustar, and GNU's), plain or gzip. */
final class TarEntries {
  /** Where the header of an entry says {@code ustar}. */
  static final int MAGIC_AT = 257;

  private static final int BLOCK = 512;
  private static final int NAME_BYTES = 100;
  private static final int SIZE_AT = 124;
  private static final int SUM_AT = 148;
  private static final int KIND_AT = 156;
  private static final int OCTAL = 8;

  private TarEntries() {}

  /**
   * The first regular file whose path ends with that name.
   *
   * @throws DataException if the archive is damaged or cut short before it
   */
  static Optional<ByteReader> find(Path archive, String name) {
    ByteReader in = ByteReader.open(archive);
    try {
      byte[] header = new byte[BLOCK];
      while (in.read(header, BLOCK) == BLOCK && header[0] != 0) {
        long size = size(archive, header);
        boolean regular = header[KIND_AT] == '0' || header[KIND_AT] == 0;
        if (regular && last(header).equals(name)) {
          return Optional.of(in.entry(name, size));
        }
        if (!in.skip((size + BLOCK - 1) / BLOCK * BLOCK)) {
          throw new DataException(
              archive
                  + ": ends within "
                  + last(header)
                  + ": the download is incomplete, fetch it"
                  + " again");
        }
      }
    } catch (DataException e) {
      in.close();
      throw e;
    }
    in.close();
    return Optional.empty();
  }

  private static String last(byte[] header) {
    String path = text(header, 0, NAME_BYTES);
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * Size of an entry, once its header's sum of bytes is right: those of the sum count as blanks.
   */
  private static long size(Path archive, byte[] header) {
    long sum = OCTAL * ' ';
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= SUM_AT && i < SUM_AT + OCTAL ? 0 : Byte.toUnsignedInt(header[i]);
    }
    try {
      if (sum == Long.parseLong(text(header, SUM_AT, OCTAL).strip(), OCTAL)) {
        return Long.parseLong(text(header, SIZE_AT, 12).strip(), OCTAL);
      }
    } catch (NumberFormatException e) {
      throw damaged(archive, e);
    }
    throw damaged(archive, null);
  }

  private static DataException damaged(Path archive, Exception cause) {
    return new DataException(
        archive + ": a tar header is damaged: the archive is not whole, fetch it again", cause);
  }

  private static String text(byte[] bytes, int from, int length) {
    String whole = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    int end = whole.indexOf(0);
    return end < 0 ? whole : whole.substring(0, end);
  }
}
