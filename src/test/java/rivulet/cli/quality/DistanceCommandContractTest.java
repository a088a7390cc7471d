package rivulet.cli.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rivulet.check.quality.SlicedWasserstein;
import rivulet.cli.CommandRun;
import rivulet.cli.TinyModel;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.Sampler;
import rivulet.noise.Dequantisation;
import rivulet.noise.DequantisationKind;
import rivulet.noise.Dequantiser;
import rivulet.ode.SolverOptions;
import rivulet.random.Purpose;
import rivulet.store.ModelFile;
import rivulet.store.StoredModel;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;
import rivulet.wavelet.Wavelet;

/** {@code distance} draws what {@code sample} draws: classes take turns if there are any. */
final class DistanceCommandContractTest {
  private static final int COUNT = 4;
  private static final int PIXELS = 64;

  @TempDir private Path folder;

  private Path data() throws IOException {
    byte[] header = {0, 0, 8, 3, 0, 0, 0, 2 * COUNT, 0, 0, 0, 8, 0, 0, 0, 8};
    byte[] file = new byte[header.length + 2 * COUNT * PIXELS];
    System.arraycopy(header, 0, file, 0, header.length);
    for (int i = header.length; i < file.length; i++) {
      file[i] = (byte) (40 + i % 11 * (i % 7));
    }
    return Files.write(folder.resolve("images-idx3-ubyte"), file);
  }

  private static CommandRun run(Path model, Path data, Object... more) {
    Object[] line = new Object[10 + more.length];
    Object[] usual = {
      "distance", "--model", model, "--data", data, "--count", COUNT, "--projections", 20, "--json"
    };
    System.arraycopy(usual, 0, line, 0, usual.length);
    System.arraycopy(more, 0, line, usual.length, more.length);
    return CommandRun.of(List.of(new DistanceCommand()), line);
  }

  private static double[][] samples(Path model, int classes) {
    try (MultiResolutionFlow flow =
            new MultiResolutionFlow(ModelFile.read(model).complete(), 0, false, Tuning.DEFAULT);
        Workspace workspace = new Workspace()) {
      Sampler sampler = new Sampler(flow, SolverOptions.adaptive("dopri5", 1e-4), 1, workspace);
      double[][] samples = new double[COUNT][];
      for (int n = 0; n < COUNT; n++) {
        sampler.label(0, classes == 0 ? ModelSpec.NO_LABEL : n % classes);
        sampler.sample(
            1, TinyModel.LEVELS, sampler.noise(new long[] {3, 3, 3}, n, new double[] {1, 1, 1}));
        samples[n] = sampler.image(0).clone();
      }
      return samples;
    }
  }

  private static double[][] images(Path data, Dequantisation noise, int from) {
    ImageSet images = ImageSets.open(data);
    Dequantiser reader = new Dequantiser(images, 3, Purpose.EVALUATION, noise, ImageLabels.none());
    double[][] pixels = new double[COUNT][PIXELS];
    for (int n = 0; n < COUNT; n++) {
      reader.read(from + n, 0, pixels[n]);
    }
    return pixels;
  }

  @ParameterizedTest
  @CsvSource({"0, UNIFORM", "3, UNIFORM", "0, TRUNCATED_NORMAL"})
  void comparesSamplesOfAllClassesWithImagesAndTheModelsNoise(int classes, DequantisationKind kind)
      throws IOException {
    Path model =
        TinyModel.write(
            folder.resolve("model.safetensors"),
            TinyModel.spec(Wavelet.UNIMODULAR, 1, 8, 8, classes));
    Path data = data();
    StoredModel stored = ModelFile.read(model).with(kind.fit(ImageSets.open(data)));
    ModelFile.write(model, stored);
    CommandRun run = run(model, data, "--seed", 3);
    assertEquals(0, run.exitCode(), run.error());
    double[][] images = images(data, stored.dequantisation(), 0);
    double expected = SlicedWasserstein.distance(samples(model, classes), images, 20, 3);
    assertEquals(expected, run.json().get("samples_to_images").getAsDouble(), 0.0);
    double[][] others = images(data, stored.dequantisation(), COUNT);
    double floor = SlicedWasserstein.distance(others, images, 20, 3);
    assertEquals(floor, run.json().get("images_to_images").getAsDouble(), 0.0);
    assertEquals(COUNT, run.json().get("count").getAsInt());
    assertEquals(20, run.json().get("projections").getAsInt());
  }

  @Test
  void tooFewImagesAreWrongUsage() throws IOException {
    Path model =
        TinyModel.write(
            folder.resolve("model.safetensors"), TinyModel.spec(Wavelet.UNIMODULAR, 1, 8, 8));
    CommandRun run = run(model, data(), "--limit", COUNT);
    run.assertWrongUsage("needs 8 images, the data has 4");
  }

  private Path model() {
    return TinyModel.write(
        folder.resolve("model.safetensors"), TinyModel.spec(Wavelet.UNIMODULAR, 1, 8, 8));
  }

  /** One row for each temperature, the same as if it had been asked for alone; one floor. */
  @Test
  void everyTemperatureHasARow() throws IOException {
    Path model = model();
    Path data = data();
    CommandRun both = run(model, data, "--temperature", "0.5", "--temperature", "0.7,0.8,0.9");
    assertEquals(0, both.exitCode(), both.error());
    assertTrue(both.error().lines().allMatch(line -> line.length() <= 80), both.error());
    JsonArray rows = both.json().getAsJsonArray("rows");
    assertEquals(2, rows.size());
    CommandRun second = run(model, data, "--temperature", "0.7,0.8,0.9", "--threads", 2);
    assertEquals(rows.get(1), second.json().getAsJsonArray("rows").get(0));
    assertEquals(both.json().get("floor"), second.json().get("floor"));
    JsonObject row = rows.get(1).getAsJsonObject();
    assertEquals("[0.7,0.8,0.9]", row.get("temperatures").toString());
    JsonArray levels = row.getAsJsonArray("levels");
    assertEquals(2, levels.size());
    assertEquals(2, levels.get(0).getAsJsonObject().get("level").getAsInt());
    assertTrue(levels.get(0).getAsJsonObject().get("details").getAsDouble() > 0);
    run(model, data, "--temperature", "0.5,1")
        .assertWrongUsage("--temperature needs 1 number or 3");
    run(model, data, "--temperature", "warm").assertWrongUsage("found 'warm'");
  }

  @Test
  void nearestTrainingImagesAreATableAndAPicture() throws IOException {
    Path data = data();
    Path out = folder.resolve("near");
    CommandRun run = run(model(), data, "--nearest", out, "--training", data);
    assertEquals(0, run.exitCode(), run.error());
    List<String> lines = Files.readAllLines(out.resolve("nearest.csv"));
    assertEquals("of,image,rank,training_image,distance", lines.getFirst());
    // five neighbours of each of 4 samples and 4 images
    assertEquals(1 + 5 * 2 * COUNT, lines.size());
    // the last images are among these training images, at distance 0
    assertEquals("\"images\",4,1,4,0.0", lines.get(1 + 5 * COUNT));
    JsonObject floor = run.json().getAsJsonObject("floor");
    assertEquals(0, floor.get("nearest_median").getAsDouble(), 0.0);
    JsonObject row = run.json().getAsJsonArray("rows").get(0).getAsJsonObject();
    assertTrue(row.get("nearest_median").getAsDouble() > 0);
    assertTrue(row.get("nearest_least").getAsDouble() <= row.get("nearest_median").getAsDouble());
    ImageSet picture = ImageSets.open(out.resolve("nearest.png"));
    assertEquals(2 + 6 * (10 * 8 + 2), picture.width());
    assertEquals(2 + COUNT * (10 * 8 + 2), picture.height());
  }

  @Test
  void nearestNeedsTrainingImages() throws IOException {
    Path data = data();
    run(model(), data, "--nearest", folder.resolve("near")).assertWrongUsage("give --training");
    run(model(), data, "--training", data).assertWrongUsage("which is missing");
  }
}
