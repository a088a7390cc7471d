package rivulet.store;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The one door for files that grow line by line, in UTF-8. */
public final class AppendedFile {
  private AppendedFile() {}

  /**
   * Opens a file, made if it is missing, to write behind what it holds.
   *
   * @throws StoreException as {@link AtomicFile#requireRegular}
   * @throws IOException if it cannot be opened
   */
  public static BufferedWriter open(Path file) throws IOException {
    AtomicFile.requireRegular(file);
    return Files.newBufferedWriter(
        file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
