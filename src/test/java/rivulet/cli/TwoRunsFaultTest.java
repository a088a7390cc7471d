package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.wavelet.Wavelet;

/** Two processes that train in one directory. */
final class TwoRunsFaultTest {
  @TempDir Path folder;

  private List<Object> train(long steps) {
    return List.of(
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
        steps,
        "--checkpoint-every",
        0,
        "--threads",
        1,
        "--out",
        folder.resolve("run"));
  }

  private CommandRun run(long steps, Object... more) {
    List<Object> arguments = new ArrayList<>(train(steps));
    arguments.addAll(List.of(more));
    return CommandRun.of(Commands.all(), arguments.toArray());
  }

  private static void assertRefused(String owner, CommandRun second) {
    assertEquals(1, second.exitCode());
    String line = second.error().lines().toList().getLast();
    assertTrue(line.startsWith("rivulet: ") && line.contains(owner), line);
  }

  @Test
  void secondIsRefusedAndOneThatWasKilledIsNoHindrance() throws IOException, InterruptedException {
    Path lock = folder.resolve("run").resolve("lock");
    try (CommandProcess first = CommandProcess.start(folder, train(1_000_000).toArray())) {
      first.awaitFile(folder.resolve("run").resolve("metrics.csv"));
      String owner = "run: is being written by process " + first.process().pid() + " on ";
      assertRefused(owner, run(1));
      assertRefused(owner, run(1, "--resume"));
      Path model =
          TinyModel.write(folder.resolve("m"), TinyModel.spec(Wavelet.UNIMODULAR, 1, 8, 8));
      assertRefused(
          owner, CommandRun.of(Commands.all(), "merge", model, "--out", folder.resolve("run")));
      first.process().destroyForcibly();
      first.exitCode();
    }
    assertTrue(Files.exists(lock), "a killed process cannot remove its lock");
    CommandRun next = run(1);
    assertEquals(0, next.exitCode(), next.error());
    assertFalse(Files.exists(lock), "a lock stays after a clean end");
  }
}
