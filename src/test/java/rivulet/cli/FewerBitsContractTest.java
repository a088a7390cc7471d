package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.cli.exchange.ExportCommand;

/** {@code train --bits B}, and what the commands do with such a model. */
final class FewerBitsContractTest {
  @TempDir private Path folder;

  private Path data;
  private Path run;

  @BeforeEach
  void files() throws IOException {
    data = TinyImages.write(folder, 40);
    run = folder.resolve("run");
  }

  private CommandRun train(Object... more) {
    List<Object> line = new ArrayList<>(List.of("train", "--data", data, "--out", run));
    line.addAll(List.of("--hidden", "8", "--steps", "3", "--threads", "1"));
    line.addAll(List.of(more));
    return CommandRun.of(List.of(new TrainCommand()), line.toArray());
  }

  private CommandRun eval(Object... more) {
    List<Object> line = new ArrayList<>(List.of("eval", "--model", run, "--data", data));
    line.addAll(List.of("--limit", "3", "--threads", "1", "--json"));
    line.addAll(List.of(more));
    return CommandRun.of(List.of(new EvalCommand()), line.toArray());
  }

  private void trained() {
    CommandRun trained = train("--bits", "5");
    assertEquals(0, trained.exitCode(), trained.error());
  }

  @Test
  void theModelSaysSoAndIsMeasuredSo() {
    trained();
    CommandRun info = CommandRun.of(List.of(new InfoCommand()), "info", run, "--json");
    assertTrue(info.output().contains("\"bits\":5"), info.output());
    JsonObject own = eval().json();
    JsonObject uniform = eval("--dequantisation", "uniform").json();
    assertEquals(-3, uniform.get("dequantisation_share").getAsDouble(), 1e-12);
    assertTrue(own.get("dequantisation_share").getAsDouble() > -3, "bent noise has a density");
    double bits = own.get("bits_per_dim").getAsDouble();
    assertTrue(bits > 0 && bits < 6, "bits/dim of 5-bit values: " + bits);
  }

  @Test
  void aRunKeepsItsBits() {
    trained();
    CommandRun other = train("--bits", "4", "--steps", "4");
    assertFalse(other.exitCode() == 0, other.error());
    CommandRun from =
        CommandRun.of(
            List.of(new TrainCommand()),
            "train",
            "--data",
            data,
            "--from",
            run,
            "--out",
            folder.resolve("on"),
            "--steps",
            "2",
            "--threads",
            "1",
            "--bits",
            "6");
    from.assertWrongUsage("is of pixels of 5 bits, asked for 6; leave --bits out");
  }

  @Test
  void refusesWhatCountsEightBits() {
    train("--bits", "9").assertWrongUsage("bits must be 1 to 8, found 9");
    trained();
    eval("--codecs").assertWrongUsage("the model is of 5");
    eval("--likelihood-fault", "bin-centre").assertWrongUsage("the model is of 5");
    CommandRun.of(
            List.of(new TrainCommand()),
            "train",
            "--data",
            data,
            "--from",
            run,
            "--out",
            folder.resolve("noise"),
            "--objective",
            "dequantisation",
            "--steps",
            "1",
            "--threads",
            "1")
        .assertWrongUsage("the model is of 5 bits");
    CommandRun export =
        CommandRun.of(
            List.of(new ExportCommand()),
            "export",
            "--model",
            run,
            "--out",
            folder.resolve("weights.pth"));
    assertEquals(0, export.exitCode(), export.error());
    assertTrue((export.output() + export.error()).contains("pixels of 5 bits"), export.error());
  }
}
