package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.flow.ModelSpec;
import rivulet.wavelet.Wavelet;

/** Every status in which a solve can fail, provoked by the command line: one line with advice. */
final class SolverFailureTest {
  private static final int IMAGES = 6;
  private static final ModelSpec SPEC = TinyModel.spec(Wavelet.UNIMODULAR, 1, 8, 12);

  @TempDir private Path folder;
  private Path model;
  private Path curved;
  private Path wild;
  private Path data;

  @BeforeEach
  void write() throws IOException {
    model = TinyModel.write(folder.resolve("model.safetensors"), SPEC);
    curved = TinyModel.writeScaled(folder.resolve("curved.safetensors"), SPEC, 4);
    wild = TinyModel.writeScaled(folder.resolve("wild.safetensors"), SPEC, 1e13f);
    data = folder.resolve("images-idx3-ubyte");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream header = new DataOutputStream(bytes);
    for (int number : new int[] {0x803, IMAGES, 8, 12}) {
      header.writeInt(number);
    }
    for (int i = 0; i < IMAGES * 96; i++) {
      header.writeByte(i * 37);
    }
    Files.write(data, bytes.toByteArray());
  }

  private CommandRun run(String command, Path weights, Object... more) {
    List<Object> line = new ArrayList<>();
    line.addAll(List.of(command, "--model", weights));
    if (command.equals("eval")) {
      line.addAll(List.of("--data", data));
    } else {
      line.addAll(List.of("--count", 3, "--out", folder.resolve("out.png")));
    }
    line.addAll(Arrays.asList(more));
    List<Object> commands = List.of(new EvalCommand(), new SampleCommand());
    return CommandRun.of(commands, line.toArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"eval", "sample"})
  void tooManySteps(String command) {
    run(command, model, "--max-steps", 2, "--tolerance", 1e-6)
        .assertFailsWith(
            "image ",
            "block 0",
            "too many steps at t = 0.",
            "h = ",
            "error ratio ",
            "allow more steps (--max-steps), loosen the tolerance");
    assertFalse(Files.exists(folder.resolve("out.png")), "no half result");
  }

  @ParameterizedTest
  @ValueSource(strings = {"eval", "sample"})
  void stepTooSmall(String command) {
    run(command, curved, "--min-step", 0.3, "--tolerance", 1e-6)
        .assertFailsWith(
            "image ",
            "step too small at t = ",
            "h = ",
            "error ratio ",
            "loosen the tolerance",
            "lower --min-step if it was set");
  }

  @ParameterizedTest
  @ValueSource(strings = {"eval", "sample"})
  void nonFinite(String command) {
    run(command, wild)
        .assertFailsWith(
            "image ",
            "a value is infinite or not a number at t = ",
            "0 steps accepted",
            "check the inputs and the parameters for NaN and huge values");
  }

  /** Limits that are not reached change nothing. */
  @Test
  void wideLimitsChangeNothing() {
    CommandRun plain = run("eval", model, "--json");
    CommandRun limited = run("eval", model, "--json", "--max-steps", 400, "--min-step", 1e-9);
    assertEquals(0, plain.exitCode(), plain.error());
    assertEquals(plain.json(), limited.json());
  }

  @ParameterizedTest
  @ValueSource(strings = {"eval", "sample"})
  void wrongLimitsAreRefused(String command) {
    run(command, model, "--max-steps", 0).assertWrongUsage("needs maxSteps >= 1");
    run(command, model, "--min-step", -1).assertWrongUsage("minStep >= 0");
    run(command, model, "--min-step", "NaN").assertWrongUsage("minStep >= 0");
  }
}
