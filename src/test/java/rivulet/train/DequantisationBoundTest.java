package rivulet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.flow.AnalysedImage;
import rivulet.flow.ConditionKind;
import rivulet.flow.FlowModel;
import rivulet.flow.ImageClasses;
import rivulet.flow.LevelParameters;
import rivulet.flow.LevelWorker;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.Networks;
import rivulet.flow.network.ProbeKind;
import rivulet.flow.pretransform.PreTransformChain;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.noise.Dequantisation;
import rivulet.noise.DequantisationKind;
import rivulet.noise.Dequantiser;
import rivulet.ode.SolverOptions;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.tensor.Activation;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/**
 * Images of 2×2 pixels under a density that bends within a pixel's value: P(X) by integration over
 * u is what importance samples average to, and their mean logarithm stays below its logarithm.
 */
class DequantisationBoundTest {
  private static final int DRAWS = 20_000;
  private static final double[] NODES = {
    -0.9061798459386640, -0.5384693101056831, 0, 0.5384693101056831, 0.9061798459386640
  };
  private static final double[] WEIGHTS = {
    0.2369268850561891,
    0.4786286704993665,
    0.5688888888888889,
    0.4786286704993665,
    0.2369268850561891
  };

  /** Grey with one unit of noise: a pixel's value is as wide as its distribution. */
  private static ImageSet images() {
    byte[] pixels = new byte[4 * 400];
    NoiseStream noise = new NoiseStream();
    noise.reset(3, Purpose.DATA, 0, 0, 0, 0, 0);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) Math.floor(100 + noise.nextGaussian());
    }
    return ImageSets.of("grey", 1, 2, 2, pixels);
  }

  /** The same with half of the pixels black. */
  private static ImageSet imagesWithAtom() {
    byte[] pixels = new byte[4 * 400];
    byte[] image = new byte[4];
    NoiseStream noise = new NoiseStream();
    noise.reset(4, Purpose.DATA, 0, 0, 0, 0, 0);
    for (int n = 0; n < 400; n++) {
      images().read(n, image);
      for (int i = 0; i < 4; i++) {
        pixels[4 * n + i] = noise.nextUniform() < 0.5 ? 0 : image[i];
      }
    }
    return ImageSets.of("atom", 1, 2, 2, pixels);
  }

  private static FlowModel model(ImageSet images, Dequantisation noise, String pixelTransform) {
    ModelSpec spec =
        new ModelSpec(
            new WaveletPyramid(Wavelet.UNIMODULAR, 1, 2, 2, 2),
            new Networks(List.of(List.of(4)), LayerKind.CONCAT, Activation.SOFTPLUS, false, 0),
            1,
            PreTransformRecipe.parse("affine"),
            ConditionKind.RAW,
            ImageClasses.NONE,
            PreTransformRecipe.parse(pixelTransform));
    PreTransformChain pixels = new PreTransforms(spec, images, noise, 5, 2).pixels();
    List<PreTransformChain> chains = new PreTransforms(spec, images, noise, 5, 2).levels(pixels);
    List<LevelParameters> levels = new ArrayList<>();
    for (int level = 0; level < 2; level++) {
      levels.add(
          new LevelParameters(
              chains.get(level), LevelParameters.initial(spec.field(level), 1, 5, level, true)));
    }
    return new FlowModel(spec, pixels, levels);
  }

  /** All levels of a flow, and the image that they look at. */
  private record Levels(AnalysedImage image, List<LevelWorker> workers) {}

  private static double logDensity(Levels levels, double[] x) {
    double sum = logDensityOfLevels(levels, x);
    return sum + levels.workers().getFirst().pixelLogDet(0);
  }

  /** Of the transformed pixels. */
  private static double logDensityOfLevels(Levels levels, double[] x) {
    double sum = 0;
    for (LevelWorker worker : levels.workers()) {
      worker.loadData(0, levels.image().analyse(x));
      sum += worker.noFlowLogLikelihood(0);
    }
    return sum;
  }

  /**
   * ∫ p((X + u)/256) du by Gauss–Legendre with five nodes in each of four directions, which are
   * those of the transformed pixels: their density is smooth where that of pixels has kinks.
   */
  private static double integral(Levels levels, PreTransformChain transform, byte[] pixels) {
    double sum = 0;
    double[] x = new double[4];
    double[] low = new double[4];
    double[] width = new double[4];
    double volume = 1;
    for (int i = 0; i < 4; i++) {
      low[i] = (pixels[i] & 0xff) / 256.0;
      width[i] = low[i] + 1 / 256.0;
    }
    transform.forward(low, 0, 1, 4);
    transform.forward(width, 0, 1, 4);
    for (int i = 0; i < 4; i++) {
      width[i] -= low[i];
      volume *= 256 * width[i];
    }
    for (int point = 0; point < 625; point++) {
      double weight = 1;
      int rest = point;
      for (int i = 0; i < 4; i++) {
        weight *= 0.5 * WEIGHTS[rest % 5];
        x[i] = low[i] + width[i] * (0.5 + 0.5 * NODES[rest % 5]);
        rest /= 5;
      }
      transform.inverse(x, 0, 1, 4);
      sum += weight * StrictMath.exp(logDensityOfLevels(levels, x));
    }
    return volume * sum;
  }

  @Test
  void boundsStayBelowTheIntegralAndItsSamplesAverageToIt() {
    ImageSet images = images();
    Dequantisation bent = DequantisationKind.TRUNCATED_NORMAL.fit(images);
    double[] gaps = gaps(images, bent, "none");
    assertTrue(gaps[1] < gaps[0], gaps[1] + " against " + gaps[0]);
  }

  /** The cell of an atom is wide, and its noise stays uniform. */
  @Test
  void theSameHoldsWithAnAtom() {
    ImageSet images = imagesWithAtom();
    gaps(images, DequantisationKind.TRUNCATED_NORMAL.fit(images, true), "atoms");
    gaps(images, DequantisationKind.TRUNCATED_NORMAL.fit(images, true), "atoms,affine");
  }

  /** Of uniform noise and of bent noise, summed over some images. */
  private static double[] gaps(ImageSet images, Dequantisation bent, String pixelTransform) {
    FlowModel model = model(images, bent, pixelTransform);
    try (MultiResolutionFlow flow = new MultiResolutionFlow(model, 1, false, Tuning.DEFAULT);
        Workspace workspace = new Workspace()) {
      List<LevelWorker> workers = new ArrayList<>();
      Levels levels = new Levels(new AnalysedImage(flow.model()), workers);
      for (int level = 0; level < 2; level++) {
        SolverOptions options = SolverOptions.adaptive("bosh3", 1e-3);
        workers.add(new LevelWorker(flow, level, options, ProbeKind.RADEMACHER, 1, 0, workspace));
      }
      double gapOfUniform = 0;
      double gapOfBent = 0;
      for (int image = 0; image < 6; image++) {
        PreTransformChain pixels = model.pixelTransform();
        gapOfUniform += gap(levels, pixels, images, Dequantisation.UNIFORM, image);
        gapOfBent += gap(levels, pixels, images, bent, image);
      }
      return new double[] {gapOfUniform, gapOfBent};
    }
  }

  /** log P(X) less the bound, in nats. */
  private static double gap(
      Levels levels,
      PreTransformChain transform,
      ImageSet images,
      Dequantisation noise,
      int image) {
    byte[] pixels = new byte[4];
    images.read(image, pixels);
    double exact = integral(levels, transform, pixels);
    Dequantiser reader = new Dequantiser(images, 9, Purpose.EVALUATION, noise, ImageLabels.none());
    double[] x = new double[4];
    double sum = 0;
    double weights = 0;
    double squares = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      reader.read(image, draw, x);
      double log = logDensity(levels, x) - reader.logDensity();
      double weight = StrictMath.exp(log) / exact;
      sum += log;
      weights += weight;
      squares += weight * weight;
    }
    double mean = weights / DRAWS;
    double error = Math.sqrt((squares / DRAWS - mean * mean) / DRAWS);
    assertEquals(1, mean, 5 * error + 1e-6, noise.kind() + ", image " + image);
    double gap = StrictMath.log(exact) - sum / DRAWS;
    assertTrue(gap > 0, noise.kind() + ", image " + image + ": gap " + gap);
    return gap;
  }
}
