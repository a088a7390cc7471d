package rivulet.tensor.kernel;

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
import rivulet.FlagsFile;

/** Runs a main class of these tests in a JVM with more flags; flags unknown there are ignored. */
public final class ChildJvm {
  /** Stands for the flags that {@code ./rivulet} gives. */
  public static final String LAUNCHER = "the launcher's flags";

  private ChildJvm() {}

  /** The last line that the program prints; knows kernels alone. */
  public static String lastLine(Class<?> main, String flags, String argument)
      throws IOException, InterruptedException, URISyntaxException {
    return run(main, flags, kernels(main), List.of(argument)).getLast();
  }

  /** All lines that the program prints; knows what this JVM knows. */
  static List<String> lines(Class<?> main, String flags, List<String> arguments)
      throws IOException, InterruptedException {
    return run(main, flags, System.getProperty("java.class.path"), arguments);
  }

  private static List<String> run(
      Class<?> main, String flags, String classPath, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+IgnoreUnrecognizedVMOptions");
    command.addAll(flags.equals(LAUNCHER) ? FlagsFile.flags() : List.of(flags.split(" ")));
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath));
    command.add("-Drivulet.home=" + System.getProperty("rivulet.home", ".."));
    command.add(main.getName());
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (InputStream out = process.getInputStream()) {
      String answer = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
      assertTrue(process.waitFor(1, TimeUnit.MINUTES), flags + ": no end after the last line");
      assertEquals(0, process.exitValue(), flags + ": " + answer);
      return answer.lines().toList();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Where the kernels and the program come from. */
  private static String kernels(Class<?> main) throws URISyntaxException {
    List<String> places = new ArrayList<>();
    for (Class<?> type : List.of(main, Elementwise.class)) {
      places.add(
          Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    return String.join(System.getProperty("path.separator"), places);
  }
}
