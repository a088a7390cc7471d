package rivulet.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.fault.LikelihoodFault;
import rivulet.flow.AnalysedImage;
import rivulet.flow.FlowModel;
import rivulet.flow.LevelWorker;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.PixelShares;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.ProbeKind;
import rivulet.flow.pretransform.PreTransformChain;
import rivulet.noise.Dequantisation;
import rivulet.noise.DequantisationKind;
import rivulet.noise.Dequantiser;
import rivulet.ode.SolverOptions;
import rivulet.random.Purpose;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;
import rivulet.train.ColourModel;
import rivulet.wavelet.PyramidCoefficients;

/** Where the bits of each pixel come from, computed again by the formulas, written out. */
final class PixelBitsAccuracyTest {
  private static final SolverOptions SOLVER = SolverOptions.fixed("rk4", 3);
  private static final ImageSet IMAGES = ColourModel.images();
  private static final FlowModel MODEL = ColourModel.model();
  private static final Dequantisation BENT = DequantisationKind.TRUNCATED_NORMAL.fit(IMAGES);
  private static final int COUNT = ColourModel.IMAGES;
  private static final int LEVELS = ColourModel.LEVELS;
  private static final int DIMENSIONS = ColourModel.DIMENSIONS;
  private static final double LN_2 = 0.6931471805599453;
  private static final double LN_2PI = 1.8378770664093453;
  private static final long SEED = 5;

  /**
   * By pixel of a level and averaged over two draws: ln|dy/dx| of the pre-transform by central
   * differences and the halving's share alike for all pixels; the base term of the pixel's
   * channels.
   */
  @Test
  void bitsOfPixels() {
    EvaluationOptions maps =
        new EvaluationOptions(
            SEED, SOLVER, ProbeKind.RADEMACHER, 2, 1, LikelihoodFault.NONE.practice(), true, BENT);
    Dequantiser reader =
        new Dequantiser(IMAGES, SEED, Purpose.EVALUATION, BENT, ImageLabels.none());
    try (MultiResolutionFlow flow =
            new MultiResolutionFlow(MODEL, Divergence.exact(), false, Tuning.DEFAULT);
        Workspace workspace = new Workspace()) {
      Evaluation e = Evaluation.of(flow, IMAGES, maps, 1, (done, all) -> {});
      for (int level = 0; level < LEVELS; level++) {
        LevelWorker worker =
            new LevelWorker(flow, level, SOLVER, ProbeKind.RADEMACHER, 1, 0, workspace);
        for (int n = 0; n < COUNT; n++) {
          comparePixels(e.pixelBits(level, n), reader, worker, level, n);
        }
      }
    }
  }

  private static void comparePixels(
      PixelShares found, Dequantiser reader, LevelWorker worker, int level, int n) {
    int pixels = 2 * 3;
    int channels = level == 0 ? 3 : 9;
    assertEquals(pixels, found.pixels());
    double[] base = new double[pixels];
    double[] preTransform = new double[pixels];
    double logDet = 0;
    for (int draw = 0; draw < 2; draw++) {
      double[] image = new double[DIMENSIONS];
      reader.read(n, draw, image);
      PyramidCoefficients levels = MODEL.spec().pyramid().newCoefficients();
      MODEL.spec().pyramid().analyse(image, 0, levels);
      worker.loadData(0, new AnalysedImage(MODEL).analyse(image));
      worker.encode(1);
      double[] z = new double[channels * pixels];
      worker.latent(0, z);
      logDet -= 0.5 * worker.flowLogDet(0) / LN_2;
      for (int p = 0; p < pixels; p++) {
        preTransform[p] -= 0.5 * MODEL.spec().pyramid().logDeterminant(level) / pixels / LN_2;
        for (int c = 0; c < channels; c++) {
          int i = c * pixels + p;
          base[p] += 0.5 * 0.5 * (z[i] * z[i] + LN_2PI) / LN_2;
          preTransform[p] -= 0.5 * slope(levels.data(level), level, channels, i) / LN_2;
        }
      }
    }
    double sum = 0;
    for (int p = 0; p < pixels; p++) {
      assertEquals(base[p], found.base()[p], 1e-9, "base of pixel " + p);
      assertEquals(preTransform[p], found.preTransform()[p], 1e-6, "pre-transform of pixel " + p);
      sum += found.logDet()[p];
    }
    assertEquals(logDet, sum, 1e-9);
  }

  /** ln|dy/dx| of one entry. */
  private static double slope(double[] data, int level, int channels, int i) {
    PreTransformChain chain = MODEL.levels().get(level).preTransform();
    double[] up = data.clone();
    double[] down = data.clone();
    up[i] += 1e-5;
    down[i] -= 1e-5;
    chain.forward(up, 0, channels, 6);
    chain.forward(down, 0, channels, 6);
    return Math.log((up[i] - down[i]) / 2e-5);
  }
}
