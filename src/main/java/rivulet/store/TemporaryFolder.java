package rivulet.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import rivulet.data.DataException;

/** A folder for files that nobody needs for longer than it is open. */
public final class TemporaryFolder implements AutoCloseable {
  private final Path path;

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  /**
   * Makes one where the system keeps such folders.
   *
   * @param prefix of its name
   * @throws StoreException if it cannot be made
   */
  public static TemporaryFolder create(String prefix) {
    try {
      return new TemporaryFolder(Files.createTempDirectory(prefix));
    } catch (IOException e) {
      throw new StoreException(
          "temporary folder: none can be made ("
              + e
              + "); free space or set -Djava.io.tmpdir to another folder",
          e);
    }
  }

  /** Writes a file of that name into it, to be gone with it. */
  public Path write(String name, byte[] bytes) throws IOException {
    return Files.write(path.resolve(name), bytes);
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /**
   * Removes it with all that it holds; links go, what they point to stays.
   *
   * @throws StoreException if something cannot be removed
   */
  @Override
  public void close() {
    try {
      for (Path file : deepestFirst()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new StoreException(
          path + ": cannot be removed (" + DataException.reason(e) + "); remove it by hand", e);
    }
  }

  private List<Path> deepestFirst() throws IOException {
    if (Files.notExists(path)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(path)) {
      return files.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
