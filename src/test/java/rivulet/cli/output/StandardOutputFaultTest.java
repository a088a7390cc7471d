package rivulet.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import rivulet.Requirement;
import rivulet.cli.CommandProcess;

/** Results that nobody gets are no success. */
final class StandardOutputFaultTest {
  /** A device to which nothing can ever be written. */
  private static final Path FULL = Path.of("/dev/full");

  static final List<List<String>> COMMANDS =
      List.of(
          List.of("--help"), List.of("--version"), List.of("info", "../testdata/fashion-mnist"));

  @TempDir Path folder;

  @ParameterizedTest
  @FieldSource("COMMANDS")
  void fullDiskIsAnErrorOfOneLine(List<String> arguments) throws Exception {
    Requirement.met(Files.exists(FULL), FULL + " is missing");
    try (CommandProcess process =
        CommandProcess.startTo(
            ProcessBuilder.Redirect.appendTo(FULL.toFile()), folder, arguments.toArray())) {
      assertEquals(1, process.exitCode());
      assertEquals(
          "rivulet: standard output cannot be written (No space left on device), results are"
              + " lost: free space or send it elsewhere",
          process.error().strip());
    }
  }

  @ParameterizedTest
  @FieldSource("COMMANDS")
  void readerThatHasEnoughIsNone(List<String> arguments) throws Exception {
    try (CommandProcess process =
        CommandProcess.startTo(ProcessBuilder.Redirect.PIPE, folder, arguments.toArray())) {
      process.process().getInputStream().close();
      assertEquals(StandardOutput.CLOSED_PIPE_EXIT, process.exitCode());
      assertEquals("", process.error());
    }
  }

  @Test
  void commandThatFailedKeepsItsCode() {
    StandardOutput output =
        new StandardOutput(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("gone");
              }
            });
    output.writer().print("text");
    assertEquals(2, output.finish(2, new PrintWriter(new StringWriter())));
  }
}
