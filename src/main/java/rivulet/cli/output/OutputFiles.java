package rivulet.cli.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import rivulet.store.AtomicFile;
import rivulet.store.OutputFolder;
import rivulet.store.StoreException;

/** Looks at the outputs of a command before its work, which may be long. */
public final class OutputFiles {
  private OutputFiles() {}

  /**
   * Checks that both files can be written and are not the same.
   *
   * @throws StoreException if not
   */
  public static void require(Path file, Optional<Path> other) {
    AtomicFile.requireWritable(file);
    other.ifPresent(AtomicFile::requireWritable);
    if (other.isPresent() && same(file, other.get())) {
      throw new StoreException(
          other.get() + ": is asked for twice, for the picture and for --npy: give two names");
    }
  }

  private static boolean same(Path a, Path b) {
    try {
      return (Files.exists(a) && Files.exists(b))
          ? Files.isSameFile(a, b)
          : place(a).equals(place(b));
    } catch (IOException e) {
      return false; // tells itself when it is written
    }
  }

  private static Path place(Path file) throws IOException {
    return file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
  }

  /**
   * Checks that a folder is there or can be made, and that these files can be written in it.
   *
   * @throws StoreException if not
   */
  public static void require(Path folder, List<String> names) {
    OutputFolder.require(folder);
    if (Files.isDirectory(folder)) {
      names.forEach(name -> AtomicFile.requireWritable(folder.resolve(name)));
    }
  }
}
