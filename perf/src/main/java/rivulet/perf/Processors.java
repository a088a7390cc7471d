package rivulet.perf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a measurement ran on. */
public final class Processors {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private Processors() {}

  /** Model and number of the processors. */
  public static String cpu() {
    int count = Runtime.getRuntime().availableProcessors();
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
              .filter(line -> line.startsWith("model name"))
              .map(line -> line.substring(line.indexOf(':') + 1).strip())
              .findFirst()
              .orElse(System.getProperty("os.arch"))
          + ", "
          + count
          + " in use";
    } catch (IOException e) {
      return System.getProperty("os.arch") + ", " + count + " in use";
    }
  }
}
