package rivulet.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rivulet.Run;
import rivulet.store.ModelFile;
import rivulet.store.SafetensorsFile;
import rivulet.store.SafetensorsWriter;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;

/**
 * Golden models as bare weights under the published names: imported, exported as PyTorch's
 * checkpoints and imported again, they still have the golden latents, bits/dim and images.
 */
final class ImportedModelGoldenTest {
  private static final String WEIGHT = "weight:";

  @TempDir private Path folder;

  private static Path golden() {
    Path home = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(home.resolve("testdata/golden"))) {
      home = home.getParent();
    }
    return home.resolve("testdata/golden");
  }

  private Path bareWeights(SafetensorsFile tensors) {
    SafetensorsWriter writer = new SafetensorsWriter();
    for (String name : tensors.names()) {
      if (name.startsWith(WEIGHT)) {
        writer.floats(
            name.substring(WEIGHT.length()), tensors.entry(name).shape(), tensors.floats(name));
      }
    }
    Path file = folder.resolve("bare.safetensors");
    writer.write(file);
    return file;
  }

  @ParameterizedTest
  @CsvSource({"model-rgb16-3levels, 3x16x16, 0.05", "model-gray28-2levels-affine, 1x28x28, 1e-6"})
  void bitsPerDimAreTheGoldenOnes(String name, String shape, String alpha) throws IOException {
    JsonObject manifest =
        new Gson().fromJson(Files.readString(golden().resolve("manifest.json")), JsonObject.class);
    JsonObject entry = manifest.getAsJsonObject("cases").getAsJsonObject(name);
    try (SafetensorsFile tensors = SafetensorsFile.open(golden().resolve(name + ".safetensors"));
        Workspace workspace = new Workspace()) {
      Path first = folder.resolve("first.safetensors");
      Run.importWeights(
          List.of(bareWeights(tensors)), Map.of("shape", shape, "logit-alpha", alpha), first);
      Path checkpoint = folder.resolve("ckpt.pth");
      Run.exportWeights(first, checkpoint);
      Path second = folder.resolve("second.safetensors");
      Run.importWeights(List.of(checkpoint), Map.of(), second);
      assertEquals(-1, Files.mismatch(first, second));
      CaseReport report = new CaseReport(name, "model", tensors);
      new ModelCheck(new GoldenCase(name, entry, tensors), report, Tuning.DEFAULT, workspace)
          .run(ModelFile.read(second).complete());
      assertTrue(report.passed(), () -> report.comparisons().toString());
      assertTrue(
          report.comparisons().stream().anyMatch(each -> each.tensor().equals("bits_per_dim")));
    }
  }
}
