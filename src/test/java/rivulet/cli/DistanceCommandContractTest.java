package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rivulet.check.SlicedWasserstein;
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
}
