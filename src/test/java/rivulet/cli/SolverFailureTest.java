package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.flow.ModelSpec;
import rivulet.store.ModelFile;
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
            "too many steps at t = ",
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

  /**
   * A tenth of the tolerance takes more steps, which the limit of the command line holds for too.
   */
  @Test
  void theAuditKeepsTheLimits() {
    int fewest = 1;
    while (run("eval", curved, "--max-steps", fewest).exitCode() != 0) {
      fewest++;
    }
    assertAuditFails("too many steps at t = ", "--max-steps", fewest);
    double step = 1;
    while (run("eval", curved, "--min-step", step).exitCode() != 0) {
      step *= 0.95;
    }
    assertAuditFails("step too small at t = ", "--min-step", step);
  }

  private void assertAuditFails(String said, Object... limit) {
    List<Object> words = new ArrayList<>(List.of(limit));
    words.add("--audit");
    CommandRun run = run("eval", curved, words.toArray());
    assertEquals(1, run.exitCode(), run.error());
    String last = run.error().lines().toList().getLast();
    assertTrue(last.startsWith("rivulet: ") && last.contains(said), last);
  }

  private CommandRun train(String out, Object... more) {
    List<Object> line = new ArrayList<>();
    line.addAll(List.of("train", "--data", data, "--out", folder.resolve(out)));
    line.addAll(List.of("--hidden", 4, "--pre-transform", "affine", "--batch", 6, "--group", 3));
    line.addAll(List.of("--steps", 3, "--warm-up", 0, "--learning-rate", 0.3));
    line.addAll(List.of("--objective", "likelihood"));
    line.addAll(Arrays.asList(more));
    return CommandRun.of(List.of(new TrainCommand()), line.toArray());
  }

  private static void assertStopped(CommandRun run, String... parts) {
    assertEquals(1, run.exitCode(), run.error());
    String last = run.error().lines().toList().getLast();
    assertTrue(last.startsWith("rivulet: train: update 1, level "), last);
    for (String part : parts) {
      assertTrue(last.contains(part), () -> "'" + part + "' expected in: " + last);
    }
  }

  @Test
  void trainingStopsWithTheSameAdvice() {
    assertStopped(
        train("many", "--max-steps", 1, "--tolerance", 1e-6),
        "too many steps at t = ",
        "error ratio ",
        "allow more steps (--max-steps)");
    assertStopped(
        train("small", "--min-step", 0.3, "--tolerance", 1e-7),
        "step too small at t = 0.0: h = 0.3",
        "lower --min-step if it was set",
        "lower the learning rate");
    train("none", "--max-steps", 0).assertWrongUsage("needs maxSteps >= 1");
    train("exact", "--adjoint", "exact").assertWrongUsage("adjoint: 'exact' is unknown");
  }

  /** Continuous adjoints train too: other digits, the same for any number of threads. */
  @ParameterizedTest
  @ValueSource(strings = {"backsolve", "interpolating"})
  void trainingTakesAnyAdjoint(String adjoint) throws IOException {
    byte[] discrete = model("discrete", "--threads", 1);
    byte[] one = model("one", "--adjoint", adjoint, "--threads", 1);
    byte[] two = model("two", "--adjoint", adjoint, "--threads", 2);
    assertArrayEquals(one, two);
    assertFalse(Arrays.equals(discrete, one));
    assertEquals(adjoint, provenance("one").get("adjoint"));
    assertFalse(provenance("discrete").containsKey("adjoint"));
  }

  private Map<String, String> provenance(String out) {
    return ModelFile.read(folder.resolve(out).resolve("model.safetensors")).provenance();
  }

  private byte[] model(String out, Object... more) throws IOException {
    CommandRun run = train(out, more);
    assertEquals(0, run.exitCode(), run.error());
    return Files.readAllBytes(folder.resolve(out).resolve("model.safetensors"));
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
