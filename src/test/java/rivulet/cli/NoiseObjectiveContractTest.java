package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.wavelet.Wavelet;

/** {@code train --objective dequantisation}, and {@code eval} of what it made. */
final class NoiseObjectiveContractTest {
  private static final int COUNT = 6;

  @TempDir private Path folder;

  private Path data;
  private Path model;

  @BeforeEach
  void writeImages() throws IOException {
    data = TinyImages.write(folder, COUNT);
    model =
        TinyModel.write(
            folder.resolve("model.safetensors"), TinyModel.spec(Wavelet.UNIMODULAR, 1, 8, 8));
  }

  private CommandRun train(Object... more) {
    List<Object> line =
        new ArrayList<>(
            List.of("train", "--data", data, "--out", folder.resolve("run"), "--steps", 2));
    line.addAll(List.of("--batch", 3, "--threads", 1));
    line.addAll(List.of(more));
    return CommandRun.of(List.of(new TrainCommand()), line.toArray());
  }

  private static JsonObject eval(Object... arguments) {
    CommandRun run = CommandRun.of(List.of(new EvalCommand()), arguments);
    assertEquals(0, run.exitCode(), run.error());
    return run.json();
  }

  @Test
  void trainsAndTheModelBringsItsNoise() {
    CommandRun run = train("--from", model, "--objective", "dequantisation", "--noise-hidden", 2);
    assertEquals(0, run.exitCode(), run.error());
    Path trained = folder.resolve("run");
    JsonObject own = eval("eval", "--model", trained, "--data", data, "--json");
    JsonObject uniform =
        eval("eval", "--model", trained, "--data", data, "--dequantisation", "uniform", "--json");
    JsonObject before = eval("eval", "--model", model, "--data", data, "--json");
    assertEquals(before.get("bits_per_dim"), uniform.get("bits_per_dim"));
    assertNotEquals(uniform.get("bits_per_dim"), own.get("bits_per_dim"));
  }

  @Test
  void wrongCombinationsAreRefused() {
    train("--objective", "dequantisation").assertWrongUsage("name it by --from");
    train("--from", model, "--noise-steps", 3)
        .assertWrongUsage("belong to --objective dequantisation, found matching");
    train("--from", model, "--objective", "dequantisation", "--only-levels", 0)
        .assertWrongUsage("leave --only-levels out");
    train("--from", model, "--objective", "dequantisation", "--dequantisation", "truncated-normal")
        .assertWrongUsage("found --dequantisation truncated-normal; leave it out");
    train("--from", model, "--objective", "dequantisation", "--steer", 0.1)
        .assertWrongUsage("knows no matching, steer");
    train("--from", model, "--objective", "dequantisation", "--optimiser", "muon")
        .assertWrongUsage("and other optimiser than adam; leave these options out");
    CommandRun run = train("--dequantisation", "variational");
    assertEquals(2, run.exitCode(), run.error());
    assertTrue(
        run.error().contains("--objective dequantisation, --from a trained model"), run.error());
  }
}
