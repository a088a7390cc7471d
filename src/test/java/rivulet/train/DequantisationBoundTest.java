package rivulet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rivulet.data.Dequantisation;
import rivulet.data.DequantisationKind;
import rivulet.data.Dequantiser;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.flow.FlowModel;
import rivulet.flow.LayerKind;
import rivulet.flow.LevelParameters;
import rivulet.flow.LevelWorker;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.PreTransformChain;
import rivulet.flow.PreTransformRecipe;
import rivulet.flow.ProbeKind;
import rivulet.ode.SolverOptions;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.tensor.Activation;
import rivulet.tensor.Tuning;
import rivulet.tensor.Workspace;
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

  private static FlowModel model(ImageSet images, Dequantisation noise) {
    ModelSpec spec =
        new ModelSpec(
            new WaveletPyramid(Wavelet.UNIMODULAR, 1, 2, 2, 2),
            List.of(4),
            1,
            LayerKind.CONCAT,
            Activation.SOFTPLUS,
            PreTransformRecipe.parse("affine"));
    List<PreTransformChain> chains =
        PreTransforms.measure(spec, PreTransformChain.IDENTITY, images, noise, 5);
    List<LevelParameters> levels = new ArrayList<>();
    for (int level = 0; level < 2; level++) {
      levels.add(
          new LevelParameters(
              chains.get(level), LevelParameters.initial(spec.network(level), 1, 5, level, true)));
    }
    return new FlowModel(spec, levels);
  }

  private static double logDensity(List<LevelWorker> workers, double[] x) {
    double sum = 0;
    for (LevelWorker worker : workers) {
      worker.loadData(0, x);
      sum += worker.noFlowLogLikelihood(0);
    }
    return sum;
  }

  /** ∫ p((X + u)/256) du by Gauss–Legendre with five nodes in each of four directions. */
  private static double integral(List<LevelWorker> workers, byte[] pixels) {
    double sum = 0;
    double[] x = new double[4];
    for (int point = 0; point < 625; point++) {
      double weight = 1;
      int rest = point;
      for (int i = 0; i < 4; i++) {
        weight *= 0.5 * WEIGHTS[rest % 5];
        x[i] = ((pixels[i] & 0xff) + 0.5 + 0.5 * NODES[rest % 5]) / 256;
        rest /= 5;
      }
      sum += weight * StrictMath.exp(logDensity(workers, x));
    }
    return sum;
  }

  @Test
  void boundsStayBelowTheIntegralAndItsSamplesAverageToIt() {
    ImageSet images = images();
    Dequantisation bent = DequantisationKind.TRUNCATED_NORMAL.fit(images);
    try (MultiResolutionFlow flow =
            new MultiResolutionFlow(model(images, bent), 1, false, Tuning.DEFAULT);
        Workspace workspace = new Workspace()) {
      List<LevelWorker> workers = new ArrayList<>();
      for (int level = 0; level < 2; level++) {
        SolverOptions options = SolverOptions.adaptive("bosh3", 1e-3);
        workers.add(new LevelWorker(flow, level, options, ProbeKind.RADEMACHER, 1, 0, workspace));
      }
      double gapOfUniform = 0;
      double gapOfBent = 0;
      for (int image = 0; image < 6; image++) {
        gapOfUniform += gap(workers, images, Dequantisation.UNIFORM, image);
        gapOfBent += gap(workers, images, bent, image);
      }
      assertTrue(gapOfBent < gapOfUniform, gapOfBent + " against " + gapOfUniform);
    }
  }

  /** log P(X) less the bound, in nats. */
  private static double gap(
      List<LevelWorker> workers, ImageSet images, Dequantisation noise, int image) {
    byte[] pixels = new byte[4];
    images.read(image, pixels);
    double exact = integral(workers, pixels);
    Dequantiser reader = new Dequantiser(images, 9, Purpose.EVALUATION, noise, ImageLabels.none());
    double[] x = new double[4];
    double sum = 0;
    double weights = 0;
    double squares = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      reader.read(image, draw, x);
      double log = logDensity(workers, x) - reader.logDensity();
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
