package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** What is left and said when a signal ends a training. */
final class InterruptedTrainingTest {
  private static final int SIGTERM_EXIT = 128 + 15;

  @TempDir Path folder;

  @RepeatedTest(2)
  void itSaysHowFarItCameAndHowToContinue() throws IOException, InterruptedException {
    Path run = folder.resolve("run");
    try (CommandProcess training =
        CommandProcess.start(
            folder,
            "train",
            "--data",
            Path.of("..", "testdata", "fashion-mnist"),
            "--limit",
            7,
            "--levels",
            1,
            "--hidden",
            2,
            "--batch",
            7,
            "--steps",
            1_000_000,
            "--threads",
            1,
            "--out",
            run)) {
      training.awaitFile(run.resolve("metrics.csv"));
      training.process().destroy();
      assertEquals(SIGTERM_EXIT, training.exitCode(), training.error());
      assertTrue(
          training.output().matches("stopped after \\d+ of 1000000 updates; --resume continues\\R"),
          () -> "printed: " + read(folder.resolve("out")));
      assertTrue(Files.exists(run.resolve("checkpoint.safetensors")));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
