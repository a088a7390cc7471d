package rivulet.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the file system holds under a name, folders apart. */
public enum FileType {
  REGULAR("a file", true),
  FIFO("a FIFO", true),
  CHARACTER_DEVICE("a character device", true),
  BLOCK_DEVICE("a block device", false),
  SOCKET("a socket", false),
  OTHER("neither file nor folder", false);

  /** The bits of a Unix mode that hold the type, from {@code sys/stat.h}. */
  private static final int TYPE_BITS = 0xf000;

  private static final Path STANDARD_OUTPUT = Path.of("/dev/stdout");

  private final String text;
  private final boolean writable;

  FileType(String text, boolean writable) {
    this.text = text;
    this.writable = writable;
  }

  /** The type of something that is no regular file; {@link #OTHER} where the system cannot say. */
  static FileType of(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return OTHER;
    }
    return switch ((int) Files.getAttribute(file, "unix:mode") & TYPE_BITS) {
      case 0x8000 -> REGULAR;
      case 0x1000 -> FIFO;
      case 0x2000 -> CHARACTER_DEVICE;
      case 0x6000 -> BLOCK_DEVICE;
      case 0xc000 -> SOCKET;
      default -> OTHER;
    };
  }

  /** The type of what standard output leads to; {@link #OTHER} where the system cannot say. */
  public static FileType ofStandardOutput() {
    try {
      return of(STANDARD_OUTPUT);
    } catch (IOException e) {
      return OTHER;
    }
  }

  /** Whether someone reads what is written, and may stop. */
  public boolean isPipe() {
    return this == FIFO || this == SOCKET;
  }

  /** Whether an output may be put there. */
  boolean writable() {
    return writable;
  }

  /** With its article, for messages. */
  String text() {
    return text;
  }
}
