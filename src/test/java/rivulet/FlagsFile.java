package rivulet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The flags in {@code rivulet.args}, which the launcher, the build and the benchmarks share. */
public final class FlagsFile {
  /** Where it lies. */
  public static final Path PATH =
      Path.of(System.getProperty("rivulet.home", "..")).resolve("rivulet.args");

  private FlagsFile() {}

  /** The flags in order, as the JVM's launcher reads them. */
  public static List<String> flags() {
    try {
      return Files.readAllLines(PATH).stream()
          .filter(line -> !line.startsWith("#"))
          .flatMap(line -> Arrays.stream(line.split(" ")))
          .filter(word -> !word.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
