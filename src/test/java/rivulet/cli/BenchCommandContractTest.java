package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The keys of a measurement, and wrong usage. */
final class BenchCommandContractTest {
  private static CommandRun run(Object... arguments) {
    return CommandRun.of(List.of(new BenchCommand()), arguments);
  }

  @Test
  void printsTheKeysInTheirOrder() {
    CommandRun run =
        run(
            "bench",
            "--what",
            "solve",
            "--channels",
            3,
            "--condition",
            0,
            "--size",
            "4x6",
            "--hidden",
            "4",
            "--images",
            2,
            "--threads",
            1,
            "--json");
    assertEquals(0, run.exitCode(), run.error());
    JsonObject said = run.json();
    assertEquals(
        List.of(
            "what",
            "ms_per_image",
            "evaluations",
            "gflops",
            "heap_bytes_per_image",
            "native_bytes",
            "species",
            "tiles",
            "images",
            "threads",
            "algorithms"),
        List.copyOf(said.keySet()));
    assertTrue(said.get("ms_per_image").getAsDouble() > 0, run.output());
    assertTrue(said.get("evaluations").getAsDouble() >= 4, run.output());
    assertTrue(said.get("gflops").getAsDouble() > 0, run.output());
    assertTrue(List.of(128, 256, 512).contains(said.get("species").getAsInt()));
    assertEquals("[\"narrow\"]", said.get("algorithms").toString());
  }

  @Test
  void wrongUsage() {
    run("bench").assertWrongUsage("--what");
    run("bench", "--what", "nothing").assertWrongUsage("nothing");
    run("bench", "--what", "solve", "--size", "4x").assertWrongUsage("N or HxW, found '4x'");
    run("bench", "--what", "solve", "--size", "1x2x3").assertWrongUsage("N or HxW");
    run("bench", "--what", "solve", "--size", "0").assertWrongUsage("at least 1");
    run("bench", "--what", "solve", "--layer", "x").assertWrongUsage("layer: 'x' is unknown");
    run("bench", "--what", "solve", "--images", 0).assertWrongUsage("--images");
    run("bench", "--what", "solve", "--solver", "euler").assertWrongUsage("no error estimate");
  }
}
