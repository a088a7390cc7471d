package rivulet.store.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.flow.ConditionKind;
import rivulet.flow.ImageClasses;
import rivulet.flow.ModelSpec;
import rivulet.flow.RandomModel;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.Networks;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.noise.Dequantisation;
import rivulet.store.ModelFile;
import rivulet.store.StoreException;
import rivulet.store.StoredModel;
import rivulet.tensor.Activation;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/** What goes out comes in again byte for byte, whatever the model. */
final class ExchangeRoundTripTest {
  private static final ModelSpec PUBLISHED =
      spec(Wavelet.UNIMODULAR, 3, Networks.of(List.of(4, 4), LayerKind.CONCAT, Activation.SWISH))
          .withBlocks(2);

  static final List<ModelSpec> SPECS =
      List.of(
          PUBLISHED,
          spec(
              Wavelet.HAAR,
              1,
              new Networks(
                  List.of(List.of(3, 3), List.of(4, 4), List.of(5)),
                  LayerKind.CONCATSQUASH,
                  Activation.TANH,
                  true,
                  2)),
          spec(Wavelet.UNIMODULAR, 2, Networks.of(List.of(3), LayerKind.CONCAT, Activation.ELU))
              .withCondition(ConditionKind.LOG)
              .withClasses(ImageClasses.numbered(3)));

  @TempDir private Path folder;
  private Path back;

  @BeforeEach
  void name() {
    back = folder.resolve("back.safetensors");
  }

  private static ModelSpec spec(Wavelet wavelet, int channels, Networks networks) {
    return new ModelSpec(
        new WaveletPyramid(wavelet, channels, 8, 12, 3),
        networks,
        PreTransformRecipe.parse("logit"));
  }

  private Path write(String name, ModelSpec spec, int from, int to) {
    StoredModel all =
        StoredModel.of(
            RandomModel.of(spec), new TreeMap<>(Map.of("seed", "11")), Dequantisation.UNIFORM);
    Path file = folder.resolve(name);
    ModelFile.write(
        file,
        new StoredModel(
            spec,
            all.pixelTransform(),
            all.levels().subMap(from, to),
            all.provenance(),
            all.dequantisation()));
    return file;
  }

  private Path export(Path model, String name) {
    Path out = folder.resolve(name);
    Export.write(model, out);
    return out;
  }

  @ParameterizedTest
  @FieldSource("SPECS")
  void theModelFileComesBack(ModelSpec spec) throws IOException {
    Path model = write("model.safetensors", spec, 0, 3);
    for (String name : List.of("w.pth", "w.safetensors", "w")) {
      assertEquals(List.of(), Import.write(List.of(export(model, name)), Map.of(), back));
      assertEquals(-1, Files.mismatch(model, back), name);
    }
  }

  @Test
  void levelsApartBecomeTheWhole() throws IOException {
    Path whole = write("whole.safetensors", PUBLISHED, 0, 3);
    List<Path> parts =
        List.of(
            export(write("c.safetensors", PUBLISHED, 2, 3), "fine.pth"),
            export(write("a.safetensors", PUBLISHED, 0, 1), "coarse.safetensors"),
            export(write("b.safetensors", PUBLISHED, 1, 2), "middle.pth"));
    Import.write(parts, Map.of(), back);
    assertEquals(-1, Files.mismatch(whole, back));
    Import.write(parts.subList(1, 2), Map.of(), back);
    assertEquals(List.of(0), List.copyOf(ModelFile.read(back).levels().keySet()));
  }

  @Test
  void whatThePublishedCodeDoesNotKnowIsTold() {
    Path w = folder.resolve("w");
    Path known =
        write(
            "known",
            new ModelSpec(
                new WaveletPyramid(Wavelet.UNIMODULAR, 3, 8, 8, 2),
                Networks.of(List.of(4), LayerKind.CONCAT, Activation.TANH),
                PreTransformRecipe.parse("logit")),
            0,
            2);
    assertEquals(List.of(), Export.write(known, w));
    assertEquals(
        List.of(
            "hidden widths by level",
            "layer concatsquash as an option",
            "residual layers",
            "time features",
            "wavelet haar",
            "images that are not square"),
        Export.write(write("other", SPECS.get(1), 0, 3), w));
    assertEquals(
        List.of("images that are not square", "condition log", "classes"),
        Export.write(write("last", SPECS.get(2), 0, 3), w));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Pacific/Auckland", "America/Los_Angeles"})
  void bytesDependOnNothingElse(String zone) throws IOException {
    Path model = write("model", PUBLISHED, 0, 3);
    byte[] here = Files.readAllBytes(export(model, "here.pth"));
    TimeZone usual = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    try {
      assertArrayEquals(here, Files.readAllBytes(export(model, "there.pth")));
    } finally {
      TimeZone.setDefault(usual);
    }
  }

  /** So that the published code can load strictly: its own constants are there. */
  @Test
  void buffersOfThePublishedCodeAreBesideTheWeights() {
    Weights weights = WeightFiles.read(export(write("model", PUBLISHED, 0, 3), "w.pth"));
    String block = "scale_models.0.chain.2.";
    assertEquals(WeightTensor.number(1), weights.tensors().get(block + "sqrt_end_time"));
    assertEquals(WeightTensor.number(0), weights.tensors().get(block + "steer_b"));
    assertEquals(
        WeightTensor.number(0), weights.tensors().get(block + "odefunc.odefunc._num_evals"));
    for (int k = 0; k < 2; k++) {
      String slope = block + "odefunc.odefunc.diffeq.activation_fns." + k + ".beta";
      assertEquals(WeightTensor.number(1), weights.tensors().get(slope));
    }
  }

  private void assertRefused(String said, List<Path> files, Map<String, String> unsaid) {
    try {
      Import.write(files, unsaid, back);
    } catch (StoreException e) {
      assertTrue(e.getMessage().contains(said), e.getMessage());
      assertTrue(Files.notExists(back));
      return;
    }
    throw new AssertionError("not refused: " + said);
  }

  @Test
  void levelsOfOtherModelsAreRefused() {
    Path one = export(write("one", PUBLISHED, 0, 1), "one.pth");
    Path other = export(write("other", SPECS.get(1), 1, 3), "other.pth");
    assertRefused("has activation = tanh", List.of(one, other), Map.of());
    assertRefused("is given twice", List.of(one, one), Map.of());
    assertRefused("leave out `shape`", List.of(one), Map.of("shape", "3x8x8"));
  }

  @Test
  void twoVersionsOfALevelAreRefused() {
    Path model = write("model", PUBLISHED, 0, 3);
    Weights weights = WeightFiles.read(export(model, "w.pth"));
    var changed = new TreeMap<>(weights.tensors());
    changed.replaceAll((name, t) ->
        name.startsWith("scale_models.1.") ? new WeightTensor(t.shape(), doubled(t)) : t);
    assertNotEquals(weights.tensors(), changed);
    TorchWriter.write(folder.resolve("v.pth"), weights.with(changed));
    assertRefused(
        "level 1 is in", List.of(folder.resolve("w.pth"), folder.resolve("v.pth")), Map.of());
  }

  private static float[] doubled(WeightTensor tensor) {
    float[] values = tensor.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] *= 2;
    }
    return values;
  }
}
