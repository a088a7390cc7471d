package rivulet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.cli.Main;

/** The flags stand in one file, and a JVM without them says what to do, in one line, once. */
final class JvmFlagsContractTest {
  private static final List<String> VECTORS = List.of("--add-modules", "jdk.incubator.vector");
  private static final String INCUBATING = "WARNING: Using incubator modules: jdk.incubator.vector";

  /** What a JVM wrote to both streams, and its exit code. */
  private record Ended(int exitCode, List<String> lines) {}

  private static Ended java(List<String> flags, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream out = process.getInputStream()) {
      String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(1, TimeUnit.MINUTES), said);
      return new Ended(
          process.exitValue(), said.lines().filter(line -> !line.equals(INCUBATING)).toList());
    } finally {
      process.destroyForcibly();
    }
  }

  /** The lines of a program that uses kernels, without what its logger says of time and place. */
  private static List<String> kernels(List<String> flags, String... arguments)
      throws IOException, InterruptedException {
    List<String> oneLine = new ArrayList<>(flags);
    oneLine.add("-Djava.util.logging.SimpleFormatter.format=%4$s: %5$s%n");
    Ended ended = java(oneLine, KernelUse.class, arguments);
    assertEquals(0, ended.exitCode(), ended.toString());
    return ended.lines();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rivulet", "pom.xml", "perf/launch.sh", "README.md"})
  void theFileIsSharedAndNothingRepeatsIt(String user) throws IOException {
    String text = Files.readString(FlagsFile.PATH.resolveSibling(user));
    assertTrue(text.contains("rivulet.args"), user + " does not use rivulet.args");
    for (String repeated : List.of("PerMethodTrapLimit", "::asSlice", "-XX:-Tiered")) {
      assertFalse(text.contains(repeated), user + " repeats " + repeated);
    }
  }

  @Test
  void testsRunWithThem() {
    List<String> given = ManagementFactory.getRuntimeMXBean().getInputArguments();
    assertEquals(VECTORS, FlagsFile.flags().subList(0, 2));
    for (String flag : FlagsFile.flags().subList(2, FlagsFile.flags().size())) {
      assertTrue(given.contains(flag), flag + " is not in " + given);
    }
  }

  @Test
  void withAllOfThemNothingIsSaid() throws IOException, InterruptedException {
    assertEquals(List.of(KernelUse.RESULT), kernels(List.of("@" + FlagsFile.PATH)));
  }

  @Test
  void withTheModuleAloneResultsAreRightAndOneLineWarns() throws IOException, InterruptedException {
    assertEquals(
        List.of(
            "WARNING: kernels may be several times slower, with equal results, without"
                + " -XX:-TieredCompilation -XX:PerMethodTrapLimit=100000"
                + " -XX:CompileCommand=inline,"
                + "jdk.internal.foreign.AbstractMemorySegmentImpl::asSlice*"
                + "; start with ./rivulet or java @rivulet.args",
            KernelUse.RESULT),
        kernels(VECTORS));
  }

  @Test
  void withoutTheModuleALibraryUserIsToldTheFlag() throws IOException, InterruptedException {
    assertEquals(
        List.of(
            "java.lang.IllegalStateException: vectors: the kernels need the module"
                + " jdk.incubator.vector, this JVM was started without it; add --add-modules"
                + " jdk.incubator.vector to its flags"),
        kernels(List.of()));
  }

  @Test
  void withoutTheModuleTheFrontDoorTellsTheFlag() throws IOException, InterruptedException {
    assertEquals(kernels(List.of()), kernels(List.of(), "front door"));
    assertEquals(List.of("1"), kernels(List.of("@" + FlagsFile.PATH), "front door"));
  }

  @Test
  void withoutTheModuleTheCommandLineSaysSoWhereKernelsRun(@TempDir Path folder)
      throws IOException, InterruptedException {
    String model = FlagsFile.PATH.resolveSibling("models/digits.safetensors").toString();
    String out = folder.resolve("out.png").toString();
    assertEquals(
        new Ended(
            1,
            List.of(
                "rivulet: vectors: the kernels need the module jdk.incubator.vector, this JVM was"
                    + " started without it; add --add-modules jdk.incubator.vector to its flags")),
        java(List.of(), Main.class, "sample", "--model", model, "--out", out));
    assertEquals(
        new Ended(1, List.of("rivulet: x: no such file")),
        java(List.of(), Main.class, "info", "x"));
  }
}
