package rivulet.data;

import java.nio.file.Path;

/** Names of files for people. */
final class FileNames {
  private FileNames() {}

  /** The last word of a path, also of {@code .} and of a root, which have none of their own. */
  static String last(Path path) {
    Path word = path.toAbsolutePath().normalize().getFileName();
    return word == null ? path.toString() : word.toString();
  }
}
