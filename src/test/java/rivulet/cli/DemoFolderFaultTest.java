package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a demo does with what it finds in its folder. */
final class DemoFolderFaultTest {
  @TempDir Path dir;

  @Test
  void earlierDemoIsNotReplacedUnasked() throws IOException {
    Path model = Files.writeString(dir.resolve("model.safetensors"), "precious");
    CommandRun.of(Commands.all(), "demo", "--out", dir)
        .assertFailsWith("demo: " + dir + " holds files already: add --force to replace");
    assertEquals("precious", Files.readString(model));
  }

  @Test
  void interruptedOneGoesOnAndLeavesTheEarlierWhole() throws Exception {
    Path out = dir.resolve("out");
    Path old = Files.writeString(Files.createDirectory(out).resolve("report.html"), "old");
    Path metrics = out.resolve("unfinished").resolve("metrics.csv");
    try (CommandProcess demo = demo("first", out)) {
      demo.awaitFile(metrics);
      CommandRun.of(Commands.all(), "demo", "--force", "--out", out)
          .assertFailsWith("out: is being written by process " + demo.process().pid());
      demo.process().destroy();
      assertEquals(128 + 15, demo.exitCode());
      assertTrue(demo.error().contains(" of 2700 updates; the same command continues"));
    }
    assertTrue(Files.exists(out.resolve("unfinished").resolve("checkpoint.safetensors")));
    try (CommandProcess demo = demo("second", out)) {
      Files.delete(metrics);
      demo.awaitFile(metrics);
      assertTrue(demo.error().startsWith("continuing the unfinished demo in " + out));
    }
    assertEquals("old", Files.readString(old));
  }

  private CommandProcess demo(String name, Path out) throws IOException {
    return CommandProcess.start(dir.resolve(name), "demo", "--force", "--threads", 1, "--out", out);
  }
}
