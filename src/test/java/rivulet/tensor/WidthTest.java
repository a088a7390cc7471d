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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same bits at every vector width, each in a JVM of its own; flags unknown here are ignored.
 */
final class WidthTest {
  private static final String COMPILED_ROUNDS = "150";
  private static final String INTERPRETED_ROUNDS = "1";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:UseAVX=3",
        "-XX:UseAVX=2",
        "-XX:UseAVX=1",
        "-XX:MaxVectorSize=16",
        "-XX:MaxVectorSize=32",
        "-Xint"
      })
  void sameBits(String flag) throws IOException, InterruptedException, URISyntaxException {
    String[] answer = digest(flag).split(" ");
    assertEquals(Long.toHexString(KernelDigest.once()), answer[1], flag);
    if (flag.equals("-XX:MaxVectorSize=16")) {
      assertEquals("4", answer[0], "lanes under " + flag);
    } else {
      assertTrue(Integer.parseInt(answer[0]) >= 4, "lanes under " + flag);
    }
  }

  private static String digest(String flag)
      throws IOException, InterruptedException, URISyntaxException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+IgnoreUnrecognizedVMOptions", flag));
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-cp", classPath()));
    command.add(KernelDigest.class.getName());
    command.add(flag.equals("-Xint") ? INTERPRETED_ROUNDS : COMPILED_ROUNDS);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (InputStream out = process.getInputStream()) {
      String answer = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
      assertTrue(process.waitFor(1, TimeUnit.MINUTES), flag + ": no end within a minute");
      assertEquals(0, process.exitValue(), flag + ": " + answer);
      return answer.lines().reduce((first, last) -> last).orElse("");
    } finally {
      process.destroyForcibly();
    }
  }

  /** Where the kernels and this test come from: all that the child needs. */
  private static String classPath() throws URISyntaxException {
    List<String> places = new ArrayList<>();
    for (Class<?> type : List.of(KernelDigest.class, Elementwise.class)) {
      places.add(
          Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    return String.join(System.getProperty("path.separator"), places);
  }
}
