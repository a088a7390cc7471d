package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.noise.DequantisationKind;
import rivulet.store.ModelFile;
import rivulet.store.StoredModel;
import rivulet.wavelet.Wavelet;

/** The noise that {@code eval} measures with: the model's own, or uniform if asked for. */
final class DequantisationOptionContractTest {
  private static final int IMAGES = 4;
  private static final int PIXELS = 64;

  @TempDir private Path folder;

  private static CommandRun run(Object... arguments) {
    return CommandRun.of(List.of(new EvalCommand()), arguments);
  }

  private static byte[] pixels() {
    byte[] bytes = new byte[IMAGES * PIXELS];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (100 + i % 5 * i % 7);
    }
    return bytes;
  }

  private Path data() throws IOException {
    byte[] header = {0, 0, 8, 3, 0, 0, 0, IMAGES, 0, 0, 0, 8, 0, 0, 0, 8};
    byte[] file = new byte[header.length + IMAGES * PIXELS];
    System.arraycopy(header, 0, file, 0, header.length);
    System.arraycopy(pixels(), 0, file, header.length, IMAGES * PIXELS);
    return Files.write(folder.resolve("images-idx3-ubyte"), file);
  }

  private Path model(DequantisationKind kind) {
    Path file = folder.resolve(kind.id() + ".safetensors");
    TinyModel.write(file, TinyModel.spec(Wavelet.UNIMODULAR, 1, 8, 8));
    StoredModel plain = ModelFile.read(file);
    ImageSet images = ImageSets.of("grey", 1, 8, 8, pixels());
    StoredModel noisy =
        new StoredModel(
            plain.spec(),
            plain.pixelTransform(),
            plain.levels(),
            new TreeMap<>(plain.provenance()),
            kind.fit(images));
    ModelFile.write(file, noisy);
    return file;
  }

  private static JsonObject result(CommandRun run) {
    assertEquals(0, run.exitCode(), run.error());
    return run.json();
  }

  @Test
  void modelsBringTheirNoiseAndUniformCanBeAskedFor() throws IOException {
    Path bent = model(DequantisationKind.TRUNCATED_NORMAL);
    Path data = data();
    JsonObject own = result(run("eval", "--model", bent, "--data", data, "--json"));
    JsonObject asked =
        result(
            run("eval", "--model", bent, "--data", data, "--json", "--dequantisation", "uniform"));
    JsonObject plain =
        result(run("eval", "--model", model(DequantisationKind.UNIFORM), "--data", data, "--json"));
    assertTrue(own.get("dequantisation_share").getAsDouble() > 0, own.toString());
    assertEquals(0, asked.get("dequantisation_share").getAsDouble());
    assertEquals(plain.get("bits_per_dim").getAsDouble(), asked.get("bits_per_dim").getAsDouble());
  }

  @Test
  void noiseThatTheModelDoesNotHoldIsWrongUsage() throws IOException {
    Path model = model(DequantisationKind.UNIFORM);
    CommandRun missing =
        run("eval", "--model", model, "--data", data(), "--dequantisation", "truncated-normal");
    assertEquals(2, missing.exitCode());
    assertTrue(missing.error().contains("holds no truncated-normal"), missing.error());
    CommandRun unknown =
        run("eval", "--model", model, "--data", data(), "--dequantisation", "gaussian");
    assertEquals(2, unknown.exitCode());
    assertTrue(unknown.error().contains("'gaussian' is unknown"), unknown.error());
  }
}
