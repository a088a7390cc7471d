package rivulet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.data.Sha256;
import rivulet.flow.AnalysedImage;
import rivulet.flow.LevelWorker;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.network.Differentiation;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.Networks;
import rivulet.flow.network.ProbeKind;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.noise.CouplingShape;
import rivulet.noise.Dequantisation;
import rivulet.noise.DequantisationKind;
import rivulet.noise.Dequantiser;
import rivulet.noise.VariationalDequantisation;
import rivulet.ode.SolverOptions;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.store.ModelFile;
import rivulet.store.RunDirectory;
import rivulet.store.StoreException;
import rivulet.store.StoredModel;
import rivulet.tensor.Activation;
import rivulet.tensor.Workspace;
import rivulet.tensor.backend.OpenBackend;
import rivulet.tensor.kernel.Tuning;
import rivulet.train.descent.Schedule;
import rivulet.train.noise.NoiseWorker;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/**
 * Training of the noise of a model: pixels are black or one step lighter, and a normal density over
 * both falls steeply within each of the two values.
 */
class NoiseRunTest {
  private static final int COUNT = 200;

  @TempDir Path directory;

  private StartingPoint point;

  private static ImageSet images(int stream) {
    byte[] pixels = new byte[16 * COUNT];
    NoiseStream noise = new NoiseStream();
    noise.reset(3, Purpose.DATA, 0, stream, 0, 0, 0);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (noise.nextUniform() < 0.5 ? 0 : 1);
    }
    return ImageSets.of("grey", 1, 4, 4, pixels);
  }

  private static TrainConfig config(int batch) {
    return config(batch, 3, 0);
  }

  private static TrainConfig config(int batch, int group, int cosine) {
    return config(batch, group, cosine, 0);
  }

  private static TrainConfig config(int batch, int group, int cosine, double averaging) {
    return new TrainConfig(
        7,
        batch,
        group,
        new Schedule(2e-2, 3, cosine),
        100,
        500,
        averaging,
        new Likelihood("bosh3", 1e-3, 0.01, 0.01, 1, ProbeKind.RADEMACHER),
        Matching.NONE);
  }

  @BeforeEach
  void measure() {
    ModelSpec spec =
        new ModelSpec(
            new WaveletPyramid(Wavelet.UNIMODULAR, 1, 4, 4, 2),
            Networks.of(List.of(3), LayerKind.CONCAT, Activation.SOFTPLUS),
            PreTransformRecipe.parse("affine"));
    RunDirectory first = RunDirectory.create(directory.resolve("first"));
    new FlowRun(spec, config(8), new TreeSet<>(Set.of(0, 1)), images(0), first)
        .run(TrainingFixture.execution(0, 1, false), (s, n, m) -> {}, () -> false);
    point = start(first);
  }

  private static StartingPoint start(RunDirectory run) {
    return new StartingPoint(ModelFile.read(run.model()), Sha256.ofFile(run.model()));
  }

  private NoiseRun run(String name, int batch) {
    RunDirectory out = RunDirectory.create(directory.resolve(name));
    return new NoiseRun(point, 3, 2, config(batch), images(0), out);
  }

  private static void train(NoiseRun run, int steps, int threads, BooleanSupplier stop) {
    try (OpenBackend backend = run.config().offloading().open()) {
      run.run(TrainingFixture.execution(steps, threads, true), backend, (s, n, m) -> {}, stop);
    }
  }

  /** A step along the gradient changes the mean bound of the same images by its square. */
  @Test
  void gradientIsThatOfTheBound() {
    CouplingShape shape = new CouplingShape(1, 3, 2);
    double[] parameters = new double[shape.parameters()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = 0.3 * StrictMath.sin(i);
    }
    try (MultiResolutionFlow flow =
            new MultiResolutionFlow(
                point.model().complete(),
                Divergence.hutchinson(),
                Differentiation.BY_INPUTS,
                Tuning.DEFAULT);
        Workspace workspace = new Workspace()) {
      NoiseWorker worker =
          new NoiseWorker(flow, shape, parameters, config(8), 8, images(0), 1 << 20, workspace);
      double[] gradient = new double[parameters.length];
      bound(worker, gradient);
      double square = 0;
      for (double g : gradient) {
        square += g * g;
      }
      double step = 1e-3 / Math.sqrt(square);
      move(parameters, gradient, step);
      double high = bound(worker, new double[parameters.length]);
      move(parameters, gradient, -2 * step);
      double low = bound(worker, new double[parameters.length]);
      assertEquals(square, (high - low) / (2 * step), 1e-2 * square);
    }
  }

  private static void move(double[] parameters, double[] gradient, double step) {
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += step * gradient[i];
    }
  }

  private static double bound(NoiseWorker worker, double[] gradient) {
    Batches batches = new Batches(7, COUNT, 8);
    batches.prepare(0);
    double[] bounds = new double[3];
    double[] descent = worker.group(0, 0, 3, batches, bounds, new double[3]);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = -descent[i];
    }
    return bounds[0] + bounds[1] + bounds[2];
  }

  /** Gain of images that training has not seen: mean over draws, paired, with standard error. */
  @Test
  void trainingLowersTheBoundByMoreThanItsNoise() {
    RunDirectory out = RunDirectory.create(directory.resolve("long"));
    NoiseRun run = new NoiseRun(point, 8, 2, config(40, 10, 80), images(0), out);
    train(run, 80, 1, () -> false);
    StoredModel trained = ModelFile.read(run.directory().model());
    double[] uniform = bounds(trained, Dequantisation.UNIFORM);
    double[] variational = bounds(trained, trained.dequantisation());
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < uniform.length; i++) {
      double gain = variational[i] - uniform[i];
      sum += gain;
      squares += gain * gain;
    }
    double mean = sum / uniform.length;
    double error = Math.sqrt((squares / uniform.length - mean * mean) / uniform.length);
    assertTrue(mean > 5 * error, "gain " + mean + " ± " + error + " nats");
    assertTrue(mean > 0.3, "gain " + mean + " ± " + error + " nats");
  }

  /** Of fresh images; the flow itself is the identity. */
  private static double[] bounds(StoredModel model, Dequantisation noise) {
    ImageSet images = images(1);
    Dequantiser reader = new Dequantiser(images, 5, Purpose.EVALUATION, noise, ImageLabels.none());
    double[] bounds = new double[COUNT];
    double[] x = new double[16];
    try (MultiResolutionFlow flow =
            new MultiResolutionFlow(model.complete(), 1, false, Tuning.DEFAULT);
        Workspace workspace = new Workspace()) {
      SolverOptions options = SolverOptions.adaptive("bosh3", 1e-3);
      for (int level = 0; level < 2; level++) {
        LevelWorker worker =
            new LevelWorker(flow, level, options, ProbeKind.RADEMACHER, 1, 0, workspace);
        for (int n = 0; n < COUNT; n++) {
          reader.read(n, 0, x);
          worker.loadData(0, new AnalysedImage(flow.model()).analyse(x));
          bounds[n] += worker.noFlowLogLikelihood(0) - (level == 0 ? reader.logDensity() : 0);
        }
      }
    }
    return bounds;
  }

  private NoiseRun averaged(String name, double averaging) {
    RunDirectory out = RunDirectory.create(directory.resolve(name));
    return new NoiseRun(point, 3, 2, config(8, 3, 0, averaging), images(0), out);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.9})
  void bitsAreTheSameOverThreadsAndResumptions(double averaging) throws IOException {
    train(averaged("whole", averaging), 5, 2, () -> false);
    NoiseRun parts = averaged("parts", averaging);
    int[] asked = new int[1];
    train(parts, 5, 1, () -> asked[0]++ == 3);
    assertEquals(3, TrainingFixture.updates(parts.directory()));
    train(parts, 5, 1, () -> false);
    for (String file : List.of("model.safetensors", "metrics.csv", "metrics.jsonl")) {
      assertArrayEquals(
          Files.readAllBytes(directory.resolve("whole").resolve(file)),
          Files.readAllBytes(directory.resolve("parts").resolve(file)),
          file);
    }
    StoredModel trained = ModelFile.read(parts.directory().model());
    assertEquals(DequantisationKind.VARIATIONAL, trained.dequantisation().kind());
    assertEquals(point.sha256(), trained.provenance().get("started_from"));
    assertArrayEquals(
        point.model().levels().get(1).blocks().getFirst().get("layers.0._layer.weight"),
        trained.levels().get(1).blocks().getFirst().get("layers.0._layer.weight"));
  }

  @Test
  void fileHoldsTheNoiseAndTrainingGoesOnFromIt() throws IOException {
    NoiseRun run = run("first-noise", 8);
    train(run, 2, 1, () -> false);
    Path copy = directory.resolve("copy.safetensors");
    StoredModel trained = ModelFile.read(run.directory().model());
    ModelFile.write(copy, trained);
    assertArrayEquals(Files.readAllBytes(run.directory().model()), Files.readAllBytes(copy));
    point = start(run.directory());
    NoiseRun next = run("next-noise", 8);
    train(next, 0, 1, () -> false);
    float[] parameters = parameters(trained);
    assertArrayEquals(parameters, parameters(ModelFile.read(next.directory().model())));
    float[] fresh = ((VariationalDequantisation) trained.dequantisation()).shape().initial(7);
    assertNotEquals(fresh[fresh.length - 1], parameters[fresh.length - 1]);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new NoiseRun(point, 4, 2, config(8), images(0), next.directory()));
    assertTrue(e.getMessage().contains("has 3 hidden channels and 2 steps"), e.getMessage());
  }

  /** Gradients are those of the parameters, not of their averages. */
  @Test
  void averagingChangesTheModelAndNotTheDescent() throws IOException {
    NoiseRun plain = averaged("plain", 0);
    NoiseRun averaged = averaged("averaged", 0.9);
    train(plain, 4, 1, () -> false);
    train(averaged, 4, 1, () -> false);
    assertArrayEquals(
        Files.readAllBytes(directory.resolve("plain").resolve("metrics.csv")),
        Files.readAllBytes(directory.resolve("averaged").resolve("metrics.csv")));
    StoredModel smooth = ModelFile.read(averaged.directory().model());
    StoredModel last = ModelFile.read(plain.directory().model());
    assertEquals("0.9", smooth.provenance().get("averaging"));
    assertFalse(last.provenance().containsKey("averaging"));
    assertFalse(Arrays.equals(parameters(last), parameters(smooth)));
    refused("averaging", () -> train(averaged("averaged", 0), 5, 1, () -> false));
  }

  private static float[] parameters(StoredModel model) {
    return ((VariationalDequantisation) model.dequantisation()).parameters();
  }

  @Test
  void checkpointsOfOtherRunsAreRefused() {
    NoiseRun run = run("mixed", 8);
    train(run, 1, 1, () -> false);
    refused("batch = 8", () -> train(run("mixed", 9), 2, 1, () -> false));
    FlowRun flow =
        new FlowRun(
            point.model().spec(),
            config(8),
            new TreeSet<>(Set.of(0, 1)),
            images(0),
            run.directory(),
            Optional.of(point));
    refused(
        "is a run of objective 'dequantisation'",
        () -> flow.run(TrainingFixture.execution(2, 1, true), (s, n, m) -> {}, () -> false));
    NoiseRun over =
        new NoiseRun(
            point, 3, 2, config(8), images(0), new RunDirectory(directory.resolve("first")));
    refused("is a run of objective 'likelihood'", () -> train(over, 2, 1, () -> false));
  }

  private static void refused(String words, Runnable action) {
    String message = assertThrows(StoreException.class, action::run).getMessage();
    assertTrue(message.contains(words), message);
  }
}
