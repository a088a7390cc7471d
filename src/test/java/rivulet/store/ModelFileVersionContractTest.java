package rivulet.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.flow.ConditionKind;
import rivulet.flow.FlowModel;
import rivulet.flow.ImageClasses;
import rivulet.flow.LevelParameters;
import rivulet.flow.ModelSpec;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.Networks;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.noise.Dequantisation;
import rivulet.noise.DequantisationKind;
import rivulet.random.Purpose;
import rivulet.tensor.Activation;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/** Files of this version and those before are read with all options; others are refused. */
class ModelFileVersionContractTest {
  @TempDir private Path folder;
  private Path file;
  private StoredModel written;

  @BeforeEach
  void write() {
    ModelSpec spec =
        new ModelSpec(
            new WaveletPyramid(Wavelet.UNIMODULAR, 1, 4, 4, 2),
            new Networks(List.of(List.of(3, 3)), LayerKind.CONCATSQUASH, Activation.SWISH, true, 2),
            1,
            PreTransformRecipe.parse("none"),
            ConditionKind.LOG,
            ImageClasses.numbered(5),
            PreTransformRecipe.NONE);
    List<LevelParameters> levels = new ArrayList<>();
    for (int level = 0; level < 2; level++) {
      levels.add(
          new LevelParameters(
              spec.preTransform().restore(level, Map.of()),
              LevelParameters.initial(spec.field(level), 1, 3, level, false)));
    }
    byte[] pixels = new byte[32];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (100 + i % 5);
    }
    ImageSet images = ImageSets.of("grey", 1, 4, 4, pixels);
    written =
        StoredModel.of(
            new FlowModel(spec, levels),
            new TreeMap<>(Map.of("seed", "3")),
            DequantisationKind.TRUNCATED_NORMAL.fit(images));
    file = folder.resolve("model.safetensors");
    ModelFile.write(file, written);
  }

  private Path version(String number) throws IOException {
    return FileVersion.write(file, number, folder.resolve("version" + number + ".safetensors"));
  }

  @Test
  void allVersionsAreReadWithAllOptions() throws IOException {
    for (String number : List.of("1", "2", "3", "4", ModelFile.NUMERICS)) {
      StoredModel read = ModelFile.read(version(number));
      assertEquals(written.spec(), read.spec());
      assertEquals(DequantisationKind.TRUNCATED_NORMAL, read.dequantisation().kind());
      Path again = folder.resolve("again.safetensors");
      ModelFile.write(again, read);
      assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));
    }
  }

  @Test
  void modelsBeforeVersion5AreMeasuredWithTheNoiseOfTraining() throws IOException {
    for (String number : List.of("1", "2", "3", "4")) {
      StoredModel read = ModelFile.read(version(number));
      assertEquals(Purpose.DEQUANTISATION, read.evaluationNoise());
      assertEquals(Purpose.DEQUANTISATION, read.with(Dequantisation.UNIFORM).evaluationNoise());
      assertEquals(Purpose.DEQUANTISATION, read.after(3).evaluationNoise());
    }
    assertEquals(Purpose.EVALUATION, ModelFile.read(file).evaluationNoise());
    assertEquals(Purpose.EVALUATION, written.evaluationNoise());
  }

  @Test
  void theBundledModelIsMeasuredWithNoiseOfItsOwn() {
    StoredModel bundled = ModelFile.read(Path.of("..", "models", "fashion.safetensors"));
    assertEquals(Purpose.EVALUATION, bundled.evaluationNoise());
  }

  @Test
  void laterVersionsAreRefused() throws IOException {
    Path later = version("6");
    String message = assertThrows(StoreException.class, () -> ModelFile.read(later)).getMessage();
    assertTrue(
        message.contains("has numerics version 6, this program reads [1, 2, 3, 4, 5]"), message);
  }
}
