package rivulet.data.format;

import java.nio.file.Path;
import java.util.HexFormat;
import rivulet.data.DataException;

/** What a file is, by its first bytes (of the unpacked content where it is gzip). */
public enum FileKind {
  IDX,
  NPY,
  PNG,
  JPEG,
  TAR,
  NPZ,
  FOREIGN;

  /** To the mark of a tar header, which stands in its middle. */
  private static final int PROBE_BYTES = TarEntries.MAGIC_AT + 5;

  public static FileKind of(Path file) {
    byte[] probe = new byte[PROBE_BYTES];
    int got;
    try (ByteReader in = ByteReader.open(file)) {
      got = in.read(probe, PROBE_BYTES);
    }
    if (got == 0) {
      throw new DataException(file + ": the file is empty: fetch it again");
    }
    return of(probe);
  }

  private static FileKind of(byte[] probe) {
    String hex = HexFormat.of().formatHex(probe);
    if (hex.startsWith("000008")) {
      return IDX;
    }
    if (hex.startsWith("934e554d5059")) {
      return NPY;
    }
    if (hex.startsWith("89504e470d0a1a0a")) {
      return PNG;
    }
    if (hex.startsWith("504b0304")) {
      return NPZ;
    }
    if (hex.endsWith("7573746172")) {
      return TAR;
    }
    return hex.startsWith("ffd8ff") ? JPEG : FOREIGN;
  }

  boolean isPicture() {
    return switch (this) {
      case PNG, JPEG -> true;
      case IDX, NPY, TAR, NPZ, FOREIGN -> false;
    };
  }
}
