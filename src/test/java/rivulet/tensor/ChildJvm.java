package rivulet.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class of these tests in a JVM with more flags; flags unknown there are ignored. */
final class ChildJvm {
  /** What {@code ./rivulet} says to the JIT. */
  static final String LAUNCHER =
      "-XX:-TieredCompilation -XX:CompileThresholdScaling=0.2 -XX:PerMethodTrapLimit=100000"
          + " -XX:CompileCommand=quiet"
          + " -XX:CompileCommand=inline,jdk.internal.foreign.AbstractMemorySegmentImpl::asSlice*";

  private ChildJvm() {}

  /** The last line that the program prints; fails unless it ends well within a minute. */
  static String lastLine(Class<?> main, String flags, String argument)
      throws IOException, InterruptedException, URISyntaxException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+IgnoreUnrecognizedVMOptions");
    command.addAll(List.of(flags.split(" ")));
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-cp", classPath(main)));
    command.addAll(List.of(main.getName(), argument));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (InputStream out = process.getInputStream()) {
      String answer = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
      assertTrue(process.waitFor(1, TimeUnit.MINUTES), flags + ": no end within a minute");
      assertEquals(0, process.exitValue(), flags + ": " + answer);
      return answer.lines().reduce((first, last) -> last).orElse("");
    } finally {
      process.destroyForcibly();
    }
  }

  /** Where the kernels and the program come from: all that the child needs. */
  private static String classPath(Class<?> main) throws URISyntaxException {
    List<String> places = new ArrayList<>();
    for (Class<?> type : List.of(main, Elementwise.class)) {
      places.add(
          Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    return String.join(System.getProperty("path.separator"), places);
  }
}
