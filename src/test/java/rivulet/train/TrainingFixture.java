package rivulet.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.flow.ConditionKind;
import rivulet.flow.FlowModel;
import rivulet.flow.ImageClasses;
import rivulet.flow.LevelParameters;
import rivulet.flow.ModelSpec;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.Networks;
import rivulet.flow.network.ProbeKind;
import rivulet.flow.pretransform.PreTransformChain;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.noise.Dequantisation;
import rivulet.noise.DequantisationKind;
import rivulet.ode.AdaptiveSteps;
import rivulet.ode.adjoint.Adjoint;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.store.ModelFile;
import rivulet.store.RunDirectory;
import rivulet.store.StoredModel;
import rivulet.tensor.Activation;
import rivulet.train.descent.Schedule;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/** A tiny model and tiny images. */
public final class TrainingFixture {
  static final int IMAGES = 30;

  static final int CLASSES = 3;

  private TrainingFixture() {}

  /** The images with classes that mean nothing: 0, 1, 2, 0, … */
  public static ImageSet labelled() {
    ImageSet plain = images();
    byte[] pixels = new byte[IMAGES * 64];
    byte[] labels = new byte[IMAGES];
    byte[] image = new byte[64];
    for (int n = 0; n < IMAGES; n++) {
      plain.read(n, image);
      System.arraycopy(image, 0, pixels, n * 64, 64);
      labels[n] = (byte) (n % CLASSES);
    }
    return ImageSets.of("labelled", 1, 8, 8, pixels, labels);
  }

  /** Smooth random grey images of 8×8. */
  public static ImageSet images() {
    byte[] pixels = new byte[IMAGES * 64];
    NoiseStream noise = new NoiseStream();
    for (int n = 0; n < IMAGES; n++) {
      noise.reset(11, Purpose.DATA, 0, n, 0, 0, 0);
      double slope = 8 * noise.nextUniform();
      double level = 100 * noise.nextUniform();
      for (int i = 0; i < 64; i++) {
        double value = level + slope * (i % 8) + 20 * noise.nextUniform() + (i >> 3);
        pixels[n * 64 + i] = (byte) (int) value;
      }
    }
    return ImageSets.of("tiny", 1, 8, 8, pixels);
  }

  /** A model of three levels for them. */
  public static ModelSpec spec() {
    return spec(2);
  }

  public static ModelSpec spec(int blocks) {
    return new ModelSpec(
            new WaveletPyramid(Wavelet.UNIMODULAR, 1, 8, 8, 3),
            Networks.of(List.of(16, 16), LayerKind.CONCAT, Activation.SOFTPLUS),
            PreTransformRecipe.parse("logit,affine"))
        .withBlocks(blocks);
  }

  /** Residual layers, waves of time, and the classes of {@link #labelled}. */
  public static ModelSpec extended() {
    return new ModelSpec(
        new WaveletPyramid(Wavelet.UNIMODULAR, 1, 8, 8, 3),
        new Networks(List.of(List.of(16, 16)), LayerKind.CONCAT, Activation.SOFTPLUS, true, 2),
        1,
        PreTransformRecipe.parse("logit,affine"),
        ConditionKind.RAW,
        ImageClasses.numbered(CLASSES),
        PreTransformRecipe.NONE);
  }

  /** Start values, from seed 7. */
  public static FlowModel model(ModelSpec spec, ImageSet images, boolean zeroLast) {
    List<PreTransformChain> chains =
        new PreTransforms(spec, images, Dequantisation.UNIFORM, 7, 2)
            .levels(PreTransformChain.IDENTITY);
    List<LevelParameters> numbers = new ArrayList<>();
    for (int level = 0; level < spec.levels(); level++) {
      numbers.add(
          new LevelParameters(
              chains.get(level),
              LevelParameters.initial(spec.field(level), spec.blocks(), 7, level, zeroLast)));
    }
    return new FlowModel(spec, numbers);
  }

  /** Settings for it. */
  public static TrainConfig config() {
    return config(7, Matching.NONE);
  }

  /** The same with noise bent by neighbouring pixels. */
  public static TrainConfig bent(TrainConfig plain) {
    return plain.with(DequantisationKind.TRUNCATED_NORMAL);
  }

  /** Likelihood after that matching phase; weights are averaged if there is one. */
  public static TrainConfig config(long seed, Matching matching) {
    return new TrainConfig(
        seed,
        10,
        3,
        new Schedule(5e-3, 3, 0),
        100,
        500,
        matching.updates() > 0 ? 0.9 : 0,
        new Likelihood("bosh3", 1e-3, 0.01, 0.01, 1, ProbeKind.RADEMACHER),
        matching);
  }

  /** Likelihood with random end times. */
  static TrainConfig steered(double steer) {
    return new TrainConfig(
        7,
        10,
        3,
        new Schedule(5e-3, 3, 0),
        100,
        500,
        0,
        new Likelihood(
            "bosh3",
            1e-3,
            0.01,
            0.01,
            1,
            ProbeKind.RADEMACHER,
            AdaptiveSteps.MAX_STEPS,
            0,
            Adjoint.Kind.DISCRETE,
            steer),
        Matching.NONE);
  }

  public static FlowRun run(Path directory, Set<Integer> levels) {
    return new FlowRun(
        spec(), config(), new TreeSet<>(levels), images(), RunDirectory.create(directory));
  }

  /** Updates that the model in a run's directory says it comes from. */
  static long updates(RunDirectory directory) {
    return Long.parseLong(ModelFile.read(directory.model()).provenance().get(StoredModel.UPDATES));
  }

  public static FlowRun.Execution execution(long steps, int threads, boolean resume) {
    return new FlowRun.Execution(steps, threads, 4L << 20, 2, resume);
  }
}
