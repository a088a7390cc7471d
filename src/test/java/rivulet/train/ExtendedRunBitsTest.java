package rivulet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.data.DataException;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.flow.FlowModel;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.Sampler;
import rivulet.flow.TimeSampling;
import rivulet.flow.network.ProbeKind;
import rivulet.measure.Evaluation;
import rivulet.measure.EvaluationOptions;
import rivulet.noise.Dequantisation;
import rivulet.noise.DequantisationKind;
import rivulet.ode.SolverOptions;
import rivulet.store.ModelFile;
import rivulet.store.RunDirectory;
import rivulet.store.StoreException;
import rivulet.store.StoredModel;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;

/**
 * Residual layers, waves of time, classes and bent noise: runs of both objectives depend on data,
 * labels, configuration and seed alone; the file holds the description; labels matter.
 */
class ExtendedRunBitsTest {
  private static final int MATCHING = 3;
  private static final int STEPS = 5;

  @TempDir Path directory;

  private FlowRun run(String name, ImageSet images) {
    Matching matching = new Matching(MATCHING, TimeSampling.UNIFORM, false, 1e-3);
    return new FlowRun(
        TrainingFixture.extended(),
        TrainingFixture.bent(TrainingFixture.config(7, matching)),
        new TreeSet<>(Set.of(0, 1, 2)),
        images,
        RunDirectory.create(directory.resolve(name)));
  }

  private byte[] train(String name, ImageSet images, int threads) throws IOException {
    FlowRun run = run(name, images);
    run.run(TrainingFixture.execution(STEPS, threads, false), (s, n, t) -> {}, () -> false);
    return Files.readAllBytes(run.directory().model());
  }

  private static ImageSet withLabels(int shift) {
    ImageSet given = TrainingFixture.labelled();
    byte[] pixels = new byte[TrainingFixture.IMAGES * 64];
    byte[] labels = new byte[TrainingFixture.IMAGES];
    byte[] image = new byte[64];
    for (int n = 0; n < labels.length; n++) {
      given.read(n, image);
      System.arraycopy(image, 0, pixels, n * 64, 64);
      labels[n] = (byte) ((n + shift) % TrainingFixture.CLASSES);
    }
    return ImageSets.of("shifted", 1, 8, 8, pixels, labels);
  }

  @Test
  void threadsChangeNothingAndLabelsDo() throws IOException {
    byte[] one = train("one", TrainingFixture.labelled(), 1);
    assertArrayEquals(one, train("two", TrainingFixture.labelled(), 2));
    assertFalse(Arrays.equals(one, train("shifted", withLabels(1), 2)));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, MATCHING, 4})
  void resumedRunEqualsUninterruptedOne(int stop) throws IOException {
    byte[] whole = train("whole", TrainingFixture.labelled(), 2);
    FlowRun run = run("parts", TrainingFixture.labelled());
    long[] seen = new long[1];
    run.run(
        TrainingFixture.execution(STEPS, 1, true), (s, n, t) -> seen[0] = s, () -> seen[0] == stop);
    run.run(TrainingFixture.execution(STEPS, 2, true), (s, n, t) -> {}, () -> false);
    assertArrayEquals(whole, Files.readAllBytes(run.directory().model()));
  }

  @Test
  void checkpointsOfOtherNoiseAreRefused() throws IOException {
    train("noise", TrainingFixture.labelled(), 1);
    FlowRun run = run("noise", TrainingFixture.labelled());
    FlowRun uniform =
        new FlowRun(
            run.spec(),
            TrainingFixture.config(7, run.config().matching()),
            run.levels(),
            run.data(),
            run.directory());
    StoreException refused =
        assertThrows(
            StoreException.class,
            () -> uniform.run(TrainingFixture.execution(9, 1, true), (s, n, t) -> {}, () -> false));
    assertTrue(
        refused.getMessage().contains("dequantisation = truncated-normal, now asked for none"),
        refused.getMessage());
  }

  @Test
  void pairingAcrossClassesIsRefused() {
    Matching paired = new Matching(MATCHING, TimeSampling.UNIFORM, true, 1e-3);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new FlowRun(
                    TrainingFixture.extended(),
                    TrainingFixture.config(7, paired),
                    new TreeSet<>(Set.of(0)),
                    TrainingFixture.labelled(),
                    new RunDirectory(directory)));
    assertTrue(refused.getMessage().contains("bias the target"), refused.getMessage());
  }

  @Test
  void imagesWithoutLabelsAreRefused() {
    DataException refused =
        assertThrows(DataException.class, () -> run("none", TrainingFixture.images()));
    assertTrue(refused.getMessage().contains("has no label"), refused.getMessage());
  }

  @Test
  void fileHoldsTheDescriptionAndClassesChangeLikelihoodsAndSamples() throws IOException {
    train("file", TrainingFixture.labelled(), 2);
    Path file = directory.resolve("file/model.safetensors");
    StoredModel stored = ModelFile.read(file);
    assertEquals(TrainingFixture.extended(), stored.spec());
    assertEquals(DequantisationKind.TRUNCATED_NORMAL, stored.dequantisation().kind());
    assertWaterfall(stored);
    Path again = directory.resolve("again.safetensors");
    ModelFile.write(again, stored);
    assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));
    try (MultiResolutionFlow flow =
        new MultiResolutionFlow(stored.complete(), 1, false, Tuning.DEFAULT)) {
      double[] own = bits(flow, TrainingFixture.labelled(), 1);
      assertArrayEquals(own, bits(flow, TrainingFixture.labelled(), 2));
      assertFalse(Arrays.equals(own, bits(flow, withLabels(1), 1)));
      assertFalse(Arrays.equals(sample(flow, 0), sample(flow, 1)));
      assertArrayEquals(sample(flow, 2), sample(flow, 2));
    }
  }

  /** The noise's density is one more term, and leaving it out is another number. */
  private static void assertWaterfall(StoredModel stored) {
    try (MultiResolutionFlow flow =
        new MultiResolutionFlow(stored.complete(), 1, false, Tuning.DEFAULT)) {
      Evaluation found =
          Evaluation.of(
              flow,
              TrainingFixture.labelled(),
              EvaluationOptions.of(
                  3,
                  SolverOptions.adaptive("bosh3", 1e-3),
                  ProbeKind.RADEMACHER,
                  stored.dequantisation()),
              1,
              (done, all) -> {});
      double sum = 8 + found.dequantisationShare();
      for (int level = 0; level < 3; level++) {
        sum += found.preTransformShare(level) + found.flowShare(level);
      }
      assertEquals(found.bitsPerDim(), sum, 1e-12);
      assertTrue(found.dequantisationShare() > 0, "share " + found.dequantisationShare());
    }
  }

  private static double[] bits(MultiResolutionFlow flow, ImageSet images, int threads) {
    return Evaluation.of(
            flow,
            images.slice(0, 10),
            EvaluationOptions.of(
                3,
                SolverOptions.adaptive("bosh3", 1e-3),
                ProbeKind.RADEMACHER,
                Dequantisation.UNIFORM),
            threads,
            (done, all) -> {})
        .perImage();
  }

  private static double[] sample(MultiResolutionFlow flow, int label) {
    try (Workspace workspace = new Workspace()) {
      Sampler sampler = new Sampler(flow, SolverOptions.adaptive("bosh3", 1e-3), 1, workspace);
      sampler.label(0, label);
      sampler.sample(1, 3, sampler.noise(new long[] {1, 1, 1}, 0, new double[] {1, 1, 1}));
      return sampler.image(0).clone();
    }
  }

  @Test
  void samplesOfAModelWithClassesNeedALabel() throws IOException {
    train("label", TrainingFixture.labelled(), 2);
    FlowModel model = ModelFile.read(directory.resolve("label/model.safetensors")).complete();
    try (MultiResolutionFlow flow = new MultiResolutionFlow(model, 1, false, Tuning.DEFAULT);
        Workspace workspace = new Workspace()) {
      Sampler sampler = new Sampler(flow, SolverOptions.adaptive("bosh3", 1e-3), 1, workspace);
      Sampler.Latents latents = sampler.noise(new long[] {1, 1, 1}, 0, new double[] {1, 1, 1});
      assertThrows(IllegalArgumentException.class, () -> sampler.sample(1, 3, latents));
      assertThrows(IllegalArgumentException.class, () -> sampler.label(0, 3));
    }
  }
}
