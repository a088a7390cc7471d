package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One command line run as a process of its own, for what a process alone shows: signals, locks,
 * standard output. Its output goes to the files {@code out} and {@code err} of a folder.
 */
public record CommandProcess(Process process, Path folder) implements AutoCloseable {
  private static final long SECONDS = 60;

  /** Starts the program. */
  static CommandProcess start(Path folder, Object... arguments) throws IOException {
    Path output = Files.createDirectories(folder).resolve("out");
    return startTo(ProcessBuilder.Redirect.to(output.toFile()), folder, arguments);
  }

  /** Starts the program with its standard output elsewhere. */
  public static CommandProcess startTo(
      ProcessBuilder.Redirect output, Path folder, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-XX:TieredStopAtLevel=1"));
    command.add("-Drivulet.home=" + System.getProperty("rivulet.home"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output)
            .redirectError(folder.resolve("err").toFile())
            .start();
    return new CommandProcess(process, folder);
  }

  /** Standard output so far. */
  String output() throws IOException {
    return Files.readString(folder.resolve("out"));
  }

  /** Standard error so far, without what the JVM says of its own accord. */
  public String error() throws IOException {
    return Files.readString(folder.resolve("err"))
        .replaceAll("WARNING: Using incubator modules.*\\R", "")
        .replaceAll("rivulet: kernels may be several times slower.*\\R", "");
  }

  /** Waits until a file is there; fails if the process ends before. */
  void awaitFile(Path file) throws InterruptedException, IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (Files.notExists(file)) {
      assertTrue(process.isAlive() && System.nanoTime() < end, () -> file + " is not written");
      Thread.sleep(10);
    }
  }

  /** The exit code; fails unless the process ends well within a minute. */
  public int exitCode() throws InterruptedException {
    assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "no end within a minute");
    return process.exitValue();
  }

  /** Ends what still runs. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
