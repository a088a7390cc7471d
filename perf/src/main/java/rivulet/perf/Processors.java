package rivulet.perf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;

/** What a measurement ran on. */
public final class Processors {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private Processors() {}

  /**
   * Model, family and number of the processors: in virtual machines the model's name may be no more
   * than the maker's.
   */
  public static String cpu() {
    int count = Runtime.getRuntime().availableProcessors();
    return model() + ", " + count + " in use";
  }

  private static String model() {
    try {
      List<String> lines = Files.readAllLines(CPU_INFO);
      return "%s (family %s, model %s)"
          .formatted(entry(lines, "model name"), entry(lines, "cpu family"), entry(lines, "model"));
    } catch (IOException | NoSuchElementException e) {
      return System.getProperty("os.arch");
    }
  }

  private static String entry(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.substring(0, Math.max(0, line.indexOf(':'))).strip().equals(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElseThrow();
  }
}
