package rivulet;

import java.nio.file.Files;
import java.nio.file.Path;

/** Small inputs that lie in testdata/cases. */
public final class CaseFile {
  private CaseFile() {}

  /** A file by its path below that folder. */
  public static Path of(String name) {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(root.resolve("testdata/cases"))) {
      root = root.getParent();
    }
    return root.resolve("testdata/cases").resolve(name);
  }
}
