package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.Images;
import rivulet.Likelihood;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.cli.output.ReportBlocks;
import rivulet.data.ImageSet;
import rivulet.inspect.Waterfall;
import rivulet.noise.DequantisationKind;
import rivulet.store.ModelFile;
import rivulet.store.StoredModel;
import rivulet.train.AtomModel;
import rivulet.wavelet.Wavelet;

/** What commands say and do with models that transform pixels. */
final class PixelTransformCommandsContractTest {
  private static final int SIDE = 8;

  @TempDir private Path folder;

  private Path write(StoredModel model) {
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(file, model);
    return file;
  }

  /** Images of the kind that the models were measured on. */
  private Path data(int channels, int count) throws IOException {
    ImageSet images = AtomModel.images(channels, count);
    byte[] header = {0, 0, 8, 3, 0, 0, 0, (byte) count, 0, 0, 0, SIDE, 0, 0, 0, SIDE};
    byte[] file = new byte[header.length + count * SIDE * SIDE];
    System.arraycopy(header, 0, file, 0, header.length);
    byte[] image = new byte[SIDE * SIDE];
    for (int n = 0; n < count; n++) {
      images.read(n, image);
      System.arraycopy(image, 0, file, header.length + n * image.length, image.length);
    }
    return Files.write(folder.resolve("images-idx3-ubyte"), file);
  }

  private static double shown(CommandRun run, String name) {
    String line =
        run.output()
            .lines()
            .filter(text -> text.strip().startsWith(name))
            .findFirst()
            .orElseThrow(() -> new AssertionError(name + " in " + run.output()));
    return Double.parseDouble(line.strip().substring(name.length()).strip().split(" +", -1)[0]);
  }

  @Test
  void waterfallsOfTextAndJsonAddUp() throws IOException {
    Path model = write(AtomModel.stored(Wavelet.UNIMODULAR, 1, "atoms"));
    Path data = data(1, 5);
    Object[] line = {
      "eval", "--model", model, "--data", data, "--importance-samples", 3, "--divergence", "exact"
    };
    CommandRun text = CommandRun.of(List.of(new EvalCommand()), line);
    assertEquals(0, text.exitCode(), text.error());
    double sum = 8 + shown(text, "dequantisation") + shown(text, "pixel transform");
    for (int level = 0; level < 3; level++) {
      sum += shown(text, "level " + level + " pre-transform");
    }
    assertEquals(shown(text, "without flow"), sum, 5e-4);
    for (int level = 0; level < 3; level++) {
      sum += shown(text, "level " + level + " flow");
    }
    sum += shown(text, "3 importance samples");
    Object[] more = Arrays.copyOf(line, line.length + 1);
    more[line.length] = "--json";
    JsonObject json = CommandRun.of(List.of(new EvalCommand()), more).json();
    assertEquals(json.get("bits_per_dim").getAsDouble(), sum, 1e-3);
    double exact =
        8
            + json.get("dequantisation_share").getAsDouble()
            + json.get("pixel_transform_share").getAsDouble();
    double terms = exact;
    for (int level = 0; level < 3; level++) {
      JsonObject entry = json.getAsJsonArray("levels").get(level).getAsJsonObject();
      exact += entry.get("pre_transform_share").getAsDouble();
      exact += entry.get("flow_share").getAsDouble();
      terms += entry.get("pre_transform_bits").getAsDouble();
      terms += entry.get("log_det_bits").getAsDouble() + entry.get("base_bits").getAsDouble();
    }
    assertEquals(json.get("one_sample_bits_per_dim").getAsDouble(), exact, 1e-12);
    assertEquals(json.get("one_sample_bits_per_dim").getAsDouble(), terms, 1e-12);
    assertTrue(json.get("dequantisation_share").getAsDouble() != 0, json.toString());
  }

  @Test
  void waterfallsOfReportsAddUp() {
    Likelihood e;
    try (Model model = Model.open(write(AtomModel.stored(Wavelet.UNIMODULAR, 3, "atoms")))) {
      Measuring how =
          Measuring.usual().withSolver("dopri5", 1e-4).withDivergence("exact").withThreads(1);
      var set = AtomModel.images(3, 3);
      byte[] pixels = new byte[3 * set.imageBytes()];
      byte[] one = new byte[set.imageBytes()];
      for (int n = 0; n < 3; n++) {
        set.read(n, one);
        System.arraycopy(one, 0, pixels, n * one.length, one.length);
      }
      e = model.logLikelihood(Images.of(pixels, 3, set.height(), set.width()), how);
    }
    for (Waterfall waterfall : List.of(ReportBlocks.waterfall(e), ReportBlocks.terms(e))) {
      assertEquals(8, waterfall.start().value());
      assertEquals("dequantisation", waterfall.changes().get(0).name());
      assertEquals("pixel transform", waterfall.changes().get(1).name());
      assertEquals(e.pixelTransformShare().orElseThrow(), waterfall.changes().get(1).value());
      double sum = 8 + waterfall.changes().stream().mapToDouble(Waterfall.Bar::value).sum();
      assertEquals(e.bitsPerDim(), sum, 1e-12);
      assertEquals(e.bitsPerDim(), waterfall.result().value(), 1e-12);
    }
  }

  @Test
  void mapsAndAuditsAreMadeAndNoiseAtEveryLevelIsRefused() throws IOException {
    Path model = write(AtomModel.stored(Wavelet.UNIMODULAR, 1, "atoms"));
    Path data = data(1, 2);
    Path maps = folder.resolve("maps");
    CommandRun run =
        CommandRun.of(
            List.of(new EvalCommand()),
            "eval",
            "--model",
            model,
            "--data",
            data,
            "--divergence",
            "exact",
            "--maps",
            maps,
            "--audit",
            "--json");
    assertEquals(0, run.exitCode(), run.error());
    JsonObject json = run.json();
    double sum = 2 * 64 * (8 + json.get("dequantisation_share").getAsDouble());
    for (String row : Files.readAllLines(maps.resolve("pixel-bits.csv"))) {
      String[] cells = row.split(",", -1);
      for (int i = 4; i < 7 && !row.startsWith("image"); i++) {
        sum += Double.parseDouble(cells[i]);
      }
    }
    assertEquals(2 * 64 * json.get("bits_per_dim").getAsDouble(), sum, 1e-6);
    CommandRun.of(
            List.of(new EvalCommand()),
            "eval",
            "--model",
            model,
            "--data",
            data,
            "--likelihood-fault",
            "per-level-noise")
        .assertWrongUsage("this model has the pixel transform atoms");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "atoms", "logit,affine"})
  void infoNamesTheTransform(String transform) {
    Path file = write(AtomModel.stored(Wavelet.UNIMODULAR, 1, transform));
    CommandRun run = CommandRun.of(List.of(new InfoCommand()), "info", file, "--json");
    assertEquals(transform, run.json().get("pixel_transform").getAsString());
    CommandRun people = CommandRun.of(List.of(new InfoCommand()), "info", file);
    assertTrue(
        people.output().lines().anyMatch(l -> l.matches("pixel transform +" + transform)),
        people.output());
  }

  @Test
  void partsWithOtherTransformsAreNotMerged() {
    StoredModel whole = AtomModel.stored(Wavelet.UNIMODULAR, 1, "atoms");
    StoredModel other =
        AtomModel.of(
            whole.spec(), AtomModel.images(1, 39), DequantisationKind.TRUNCATED_NORMAL, false);
    Path coarse = folder.resolve("coarse.safetensors");
    Path fine = folder.resolve("fine.safetensors");
    Path strange = folder.resolve("strange.safetensors");
    ModelFile.write(coarse, part(whole, 0, 1));
    ModelFile.write(fine, part(whole, 1, 3));
    ModelFile.write(strange, part(other, 1, 3));
    Path out = folder.resolve("merged");
    CommandRun.of(List.of(new MergeCommand()), "merge", "--out", out, coarse, strange)
        .assertFailsWith("strange.safetensors has another pixel transform than the first part");
    assertFalse(Files.exists(out));
    CommandRun run =
        CommandRun.of(List.of(new MergeCommand()), "merge", "--out", out, coarse, fine);
    assertEquals(0, run.exitCode(), run.error());
    StoredModel merged = ModelFile.read(out.resolve("model.safetensors"));
    assertEquals(whole.pixelTransform().parameters(), merged.pixelTransform().parameters());
  }

  private static StoredModel part(StoredModel model, int from, int to) {
    return new StoredModel(
        model.spec(),
        model.pixelTransform(),
        new TreeMap<>(model.levels().subMap(from, to)),
        model.provenance(),
        model.dequantisation());
  }
}
