package rivulet.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.Networks;
import rivulet.flow.network.ProbeKind;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.ode.SolverOptions;
import rivulet.tensor.Activation;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;
import rivulet.wavelet.PyramidCoefficients;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/**
 * The log-det of each pixel of a colour image. One step of Euler's method gives z = x + f(x, 0), so
 * the map's entry i is ∂f_i/∂x_i = ∂z_i/∂x_i − 1, here by central differences of latents.
 */
final class LogDetMapAccuracyTest {
  private static final SolverOptions EULER = SolverOptions.fixed("euler", 1);
  private static final int PIXELS = 6;
  private static final double STEP = 0x1p-6;

  private static FlowModel model() {
    return RandomModel.of(
        new ModelSpec(
            new WaveletPyramid(Wavelet.UNIMODULAR, 3, 4, 6, 2),
            Networks.of(List.of(6), LayerKind.CONCAT, Activation.TANH),
            PreTransformRecipe.parse("none")),
        3);
  }

  private static AnalysedImage image(MultiResolutionFlow flow, int level, int entry, double by) {
    WaveletPyramid pyramid = flow.spec().pyramid();
    double[] image = new Random(4).doubles(72).toArray();
    PyramidCoefficients levels = pyramid.newCoefficients();
    pyramid.analyse(image, 0, levels);
    levels.data(level)[entry] += by;
    pyramid.synthesise(levels, image, 0);
    return new AnalysedImage(flow.model()).analyse(image);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void everyPixelHasItsChannelsSlopes(int level) {
    try (MultiResolutionFlow flow =
            new MultiResolutionFlow(model(), Divergence.exact(), false, Tuning.DEFAULT);
        Workspace workspace = new Workspace()) {
      LevelWorker worker =
          new LevelWorker(flow, level, EULER, ProbeKind.RADEMACHER, 1, 0, workspace);
      double[] expected = new double[PIXELS];
      for (int i = 0; i < worker.dimensions(); i++) {
        double high = latent(worker, image(flow, level, i, STEP), i);
        double low = latent(worker, image(flow, level, i, -STEP), i);
        expected[i % PIXELS] += (high - low) / (2 * STEP) - 1;
      }
      AnalysedImage plain = image(flow, level, 0, 0);
      latent(worker, plain, 0);
      double logDet = worker.flowLogDet(0);
      PixelShares shares = PixelShares.of(PIXELS);
      worker.addShares(0, plain, shares);
      double sum = 0;
      for (int p = 0; p < PIXELS; p++) {
        assertEquals(expected[p], shares.logDet()[p], 1e-3, "pixel " + p);
        assertTrue(Math.abs(expected[p] - logDet / PIXELS) > 1e-2 || p > 0, "pixels are alike");
        sum += shares.logDet()[p];
      }
      assertEquals(logDet, sum, 1e-6);
    }
  }

  private static double latent(LevelWorker worker, AnalysedImage image, int entry) {
    worker.loadData(0, image);
    worker.encode(1);
    double[] z = new double[worker.dimensions()];
    worker.latent(0, z);
    return z[entry];
  }
}
