package rivulet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Grey images of 8×8 in an IDX file, for commands that need some. */
public final class TinyImages {
  private static final int PIXELS = 64;

  private TinyImages() {}

  /** Writes {@code images-idx3-ubyte} into a folder. */
  public static Path write(Path folder, int count) throws IOException {
    byte[] header = {0, 0, 8, 3, 0, 0, 0, (byte) count, 0, 0, 0, 8, 0, 0, 0, 8};
    byte[] file = new byte[header.length + count * PIXELS];
    System.arraycopy(header, 0, file, 0, header.length);
    for (int i = header.length; i < file.length; i++) {
      file[i] = (byte) (40 + i % 11 * (i % 7));
    }
    return Files.write(folder.resolve("images-idx3-ubyte"), file);
  }
}
