package rivulet.fetch;

import java.nio.file.Files;
import java.nio.file.Path;
import rivulet.data.DataException;
import rivulet.data.Sha256;

/**
 * A file of a package.
 *
 * @param sha256 of it
 * @param owner the package
 * @param path below the root
 */
record SourceFile(String sha256, String owner, String path) {
  /**
   * Where it lies.
   *
   * @throws DataException if the package holds none or another one
   */
  Path in(Path root) {
    Path file = root.resolve(path);
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          owner + ": " + path + " expected, the package holds none: its version is another one");
    }
    String found = Sha256.ofFile(file);
    if (!found.equals(sha256)) {
      throw new DataException(
          owner
              + ": "
              + path
              + " of SHA-256 "
              + sha256
              + " expected, the package's has "
              + found
              + ": its version is another one");
    }
    return file;
  }
}
