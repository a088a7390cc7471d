package rivulet.cli.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.Images;
import rivulet.Model;
import rivulet.cli.CommandRun;
import rivulet.cli.Commands;
import rivulet.cli.TinyModel;
import rivulet.store.exchange.Fixtures;
import rivulet.wavelet.Wavelet;

/** {@code export} and {@code import} as they are typed. */
final class ExchangeCommandsContractTest {
  @TempDir private Path folder;

  private static CommandRun run(Object... words) {
    return CommandRun.of(Commands.all(), words);
  }

  @Test
  void equalBitsAfterOutAndIn() throws IOException {
    Path model =
        TinyModel.write(
            folder.resolve("m.safetensors"), TinyModel.spec(Wavelet.UNIMODULAR, 1, 8, 8));
    Path w = folder.resolve("w");
    CommandRun out = run("export", "--model", model, "--out", w, "--format", "mrcnf");
    assertEquals(0, out.exitCode(), out.error());
    assertEquals(
        "weights %s%nthe published code does not know: pre-transform none%n".formatted(w),
        out.output());
    Path m = folder.resolve("m");
    CommandRun in = run("import", w, "--out", m);
    assertEquals(0, in.exitCode(), in.error());
    assertEquals("model %s with levels [0, 1, 2] of 3%n".formatted(m), in.output());
    assertEquals(-1, Files.mismatch(model, m));
    byte[] pixels = new byte[3 * 64];
    Arrays.setAll(new Byte[pixels.length], i -> pixels[i] = (byte) (i * 37));
    Images images = Images.of(pixels, 1, 8, 8);
    try (Model before = Model.open(model);
        Model after = Model.open(m)) {
      assertEquals(
          Arrays.toString(before.logLikelihood(images).bitsPerDimByImage()),
          Arrays.toString(after.logLikelihood(images).bitsPerDimByImage()));
    }
  }

  @Test
  void aFolderGetsTheModelOfARun() throws IOException {
    Path checkpoint = Fixtures.of("level1.pth");
    Path run = Files.createDirectory(folder.resolve("run"));
    CommandRun in =
        run(
            "import",
            checkpoint,
            "--out",
            run,
            "--shape",
            "1x8x8",
            "--activation",
            "tanh",
            "--json");
    assertEquals(0, in.exitCode(), in.error());
    assertEquals(run.resolve("model.safetensors").toString(), in.json().get("model").getAsString());
    try (Model model = Model.open(run)) {
      assertEquals("tanh", model.description().activation());
      assertEquals("1x8x8", model.description().shape());
    }
    run("import", checkpoint, "--out", run).assertFailsWith("holds a model already", "--out");
  }

  @Test
  void errorsAreOneLine() throws IOException {
    Path checkpoint = Fixtures.of("level1.pth");
    Path m = folder.resolve("m");
    run("import", folder.resolve("none"), "--out", m).assertFailsWith("none: no such file");
    run("import", checkpoint, "--out", m, "--shape", "3x8x8")
        .assertFailsWith("--shape is 3x8x8, the weights are of images of 1 channels");
    run("import", Fixtures.of("odd.pth"), "--out", m, "--activation", "tanh")
        .assertFailsWith("--activation is tanh, the weights have the slopes of swish");
    run("import", checkpoint, "--out", m, "--shape", "1x7x7").assertFailsWith("level1.pth");
    run("export", "--model", folder.resolve("none"), "--out", m).assertFailsWith("none");
    run("export", "--model", checkpoint, "--out", m, "--format", "onnx")
        .assertWrongUsage("--format must be mrcnf, found 'onnx'");
    assertTrue(Files.notExists(m));
  }
}
