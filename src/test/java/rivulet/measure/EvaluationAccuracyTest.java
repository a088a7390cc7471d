package rivulet.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.fault.LikelihoodFault;
import rivulet.flow.AnalysedImage;
import rivulet.flow.FlowModel;
import rivulet.flow.LevelWorker;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.ProbeKind;
import rivulet.noise.Dequantisation;
import rivulet.noise.DequantisationKind;
import rivulet.noise.Dequantiser;
import rivulet.ode.SolverOptions;
import rivulet.random.Purpose;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;
import rivulet.train.ColourModel;

/**
 * Every number of an evaluation of colour images, computed again from ln p of each noise, level and
 * image by the formulas of its documentation, written out.
 */
class EvaluationAccuracyTest {
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
  private static final double CLOSE = 1e-12;

  private static EvaluationOptions options(int draws, int samples, Dequantisation noise) {
    return new EvaluationOptions(
        SEED,
        SOLVER,
        ProbeKind.RADEMACHER,
        draws,
        samples,
        LikelihoodFault.NONE.practice(),
        false,
        noise);
  }

  private static Evaluation evaluate(Divergence divergence, EvaluationOptions options) {
    try (MultiResolutionFlow flow =
        new MultiResolutionFlow(MODEL, divergence, false, Tuning.DEFAULT)) {
      return Evaluation.of(flow, IMAGES, options, 1, (done, all) -> {});
    }
  }

  /** By noise, level and image: one solve each. */
  private static final class Terms {
    private final int noises;
    private final double[][][] logLikelihood;
    private final double[][][] preTransform;
    private final double[][][] logDet;
    private final double[][][] noFlow;
    private final double[][][] latentSquare;
    private final double[][][] probeVariance;
    private final double[][] density;

    Terms(Divergence divergence, int noises, Dequantisation noise) {
      this.noises = noises;
      logLikelihood = new double[noises][LEVELS][COUNT];
      preTransform = new double[noises][LEVELS][COUNT];
      logDet = new double[noises][LEVELS][COUNT];
      noFlow = new double[noises][LEVELS][COUNT];
      latentSquare = new double[noises][LEVELS][COUNT];
      probeVariance = new double[noises][LEVELS][COUNT];
      density = new double[noises][COUNT];
      Dequantiser reader =
          new Dequantiser(IMAGES, SEED, Purpose.EVALUATION, noise, ImageLabels.none());
      try (MultiResolutionFlow flow =
              new MultiResolutionFlow(MODEL, divergence, false, Tuning.DEFAULT);
          Workspace workspace = new Workspace()) {
        for (int level = 0; level < LEVELS; level++) {
          LevelWorker worker =
              new LevelWorker(flow, level, SOLVER, ProbeKind.RADEMACHER, 1, 0, workspace);
          for (int k = 0; k < noises; k++) {
            for (int n = 0; n < COUNT; n++) {
              solve(reader, worker, k, level, n);
            }
          }
        }
      }
    }

    private void solve(Dequantiser reader, LevelWorker worker, int k, int level, int n) {
      double[] image = new double[DIMENSIONS];
      reader.read(n, k, image);
      density[k][n] = reader.logDensity();
      worker.load(0, new AnalysedImage(MODEL).analyse(image), SEED, k, n);
      worker.encode(1);
      logLikelihood[k][level][n] = worker.logLikelihood(0);
      preTransform[k][level][n] = worker.preTransformLogDet(0);
      logDet[k][level][n] = worker.flowLogDet(0);
      noFlow[k][level][n] = worker.noFlowLogLikelihood(0);
      double[] z = new double[worker.dimensions()];
      worker.latent(0, z);
      latentSquare[k][level][n] = Arrays.stream(z).map(v -> v * v).sum();
      int probes = worker.probeShares();
      // each probe alone would estimate `probes` times its share; their mean varies by s²/probes
      double[] estimates =
          IntStream.range(0, probes).mapToDouble(i -> probes * worker.probeShare(0, i)).toArray();
      probeVariance[k][level][n] = probes > 1 ? variance(estimates) / probes : 0;
    }

    /** ln p(x_k) − ln q(u_k | X). */
    double weight(int k, int n) {
      return logLikelihood[k][0][n] + logLikelihood[k][1][n] - density[k][n];
    }

    /** Mean over noises and images. */
    double mean(double[][][] table, int level) {
      double sum = 0;
      for (int k = 0; k < noises; k++) {
        sum += Arrays.stream(table[k][level]).sum();
      }
      return sum / (noises * COUNT);
    }

    double meanDensity() {
      return Arrays.stream(density).flatMapToDouble(Arrays::stream).sum() / (noises * COUNT);
    }
  }

  private static double bits(double nats) {
    return 8 - nats / (DIMENSIONS * LN_2);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  /** Of a sample: divided by n − 1. */
  private static double variance(double[] values) {
    double mean = mean(values);
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
  }

  /** bits/dim of each draw of K samples: −log₂ of the mean of their weights, in any order. */
  private static double[][] bounds(Terms terms, int draws, int samples) {
    double[][] bounds = new double[COUNT][draws];
    for (int n = 0; n < COUNT; n++) {
      for (int draw = 0; draw < draws; draw++) {
        double reference = terms.weight(draw * samples, n);
        double sum = 0;
        for (int k = 0; k < samples; k++) {
          sum += Math.exp(terms.weight(draw * samples + k, n) - reference);
        }
        bounds[n][draw] = bits(reference + Math.log(sum / samples));
      }
    }
    return bounds;
  }

  @ParameterizedTest
  @CsvSource({"1, 1, uniform", "3, 1, uniform", "1, 4, bent", "2, 3, bent", "3, 1, bent"})
  void boundsAndTheirMeansAndErrors(int draws, int samples, String kind) {
    Dequantisation noise = kind.equals("bent") ? BENT : Dequantisation.UNIFORM;
    Evaluation e = evaluate(Divergence.exact(), options(draws, samples, noise));
    Terms terms = new Terms(Divergence.exact(), draws * samples, noise);
    double[][] bounds = bounds(terms, draws, samples);
    double[] perImage = Arrays.stream(bounds).mapToDouble(EvaluationAccuracyTest::mean).toArray();
    for (int n = 0; n < COUNT; n++) {
      assertEquals(perImage[n], e.perImage()[n], CLOSE, "image " + n);
    }
    assertEquals(mean(perImage), e.bitsPerDim(), CLOSE);
    double error = Math.sqrt(variance(perImage) / COUNT);
    assertEquals(error, e.standardError(), CLOSE);
    StandardErrors errors = e.standardErrors();
    assertEquals(error, errors.images(), CLOSE);
    assertEquals(0, errors.probes().orElseThrow());
    assertEquals(draws > 1, errors.draws().isPresent());
    if (draws > 1) {
      // the mean over images of means over draws, each independent
      double sum = 0;
      for (double[] ofImage : bounds) {
        sum += variance(ofImage) / draws;
      }
      assertEquals(Math.sqrt(sum) / COUNT, errors.draws().getAsDouble(), CLOSE);
    }
    double oneSample =
        bits(
            terms.mean(terms.logLikelihood, 0)
                + terms.mean(terms.logLikelihood, 1)
                - terms.meanDensity());
    assertEquals(oneSample, e.oneSampleBitsPerDim(), CLOSE);
    assertEquals(samples == 1 ? 0 : mean(perImage) - oneSample, e.importanceShare(), CLOSE);
    assertTrue(e.importanceShare() <= 0, "more samples lower the bound of bits/dim");
  }

  @ParameterizedTest
  @ValueSource(strings = {"uniform", "bent"})
  void sharesOfLevelsAndTerms(String kind) {
    Dequantisation noise = kind.equals("bent") ? BENT : Dequantisation.UNIFORM;
    Evaluation e = evaluate(Divergence.exact(), options(2, 1, noise));
    Terms terms = new Terms(Divergence.exact(), 2, noise);
    double unit = DIMENSIONS * LN_2;
    assertEquals(terms.meanDensity() / unit, e.dequantisationShare(), CLOSE);
    double noFlow = 0;
    for (int level = 0; level < LEVELS; level++) {
      int own = level == 0 ? 3 * 2 * 3 : 9 * 2 * 3;
      noFlow += terms.mean(terms.noFlow, level);
      assertEquals(-terms.mean(terms.noFlow, level) / unit, e.preTransformShare(level), CLOSE);
      double gain = terms.mean(terms.logLikelihood, level) - terms.mean(terms.noFlow, level);
      assertEquals(-gain / unit, e.flowShare(level), CLOSE);
      LevelBits found = e.levelBits(level);
      assertEquals(-terms.mean(terms.preTransform, level) / unit, found.preTransform(), CLOSE);
      assertEquals(-terms.mean(terms.logDet, level) / unit, found.logDet(), CLOSE);
      double base = 0.5 * (terms.mean(terms.latentSquare, level) + own * LN_2PI);
      assertEquals(base / unit, found.base(), 1e-9);
      assertEquals(
          8 - terms.mean(terms.logLikelihood, level) / (own * LN_2),
          e.levelBitsPerDim(level),
          CLOSE);
      // two blocks of three steps of four stages
      assertEquals(24, e.evaluations(level), CLOSE);
      for (int n = 0; n < COUNT; n++) {
        double both = terms.logLikelihood[0][level][n] + terms.logLikelihood[1][level][n];
        assertEquals(both / 2, e.logLikelihood(level, n), 1e-10);
      }
    }
    assertEquals(48, e.evaluations(), CLOSE);
    assertEquals(bits(noFlow - terms.meanDensity()), e.noFlowBitsPerDim(), CLOSE);
    for (int n = 0; n < COUNT; n++) {
      double density = (terms.density[0][n] + terms.density[1][n]) / 2;
      assertEquals(density, e.logNoiseDensity(n), 1e-10);
    }
  }

  /** Variance of an image's bits/dim by its probes: of levels added, of draws averaged. */
  @ParameterizedTest
  @CsvSource({"3, 1", "2, 3"})
  void errorsOfProbes(int probes, int draws) {
    Divergence divergence = new Divergence.Hutchinson(probes);
    Evaluation e = evaluate(divergence, options(draws, 1, Dequantisation.UNIFORM));
    Terms terms = new Terms(divergence, draws, Dequantisation.UNIFORM);
    double unit = DIMENSIONS * LN_2;
    double[][] bounds = bounds(terms, draws, 1);
    double ofProbes = 0;
    double ofDraws = 0;
    for (int n = 0; n < COUNT; n++) {
      double image = 0;
      for (int k = 0; k < draws; k++) {
        image += (terms.probeVariance[k][0][n] + terms.probeVariance[k][1][n]) / (unit * unit);
      }
      ofProbes += image / (draws * draws);
      ofDraws += draws < 2 ? 0 : variance(bounds[n]) / draws - image / (draws * draws);
    }
    StandardErrors errors = e.standardErrors();
    assertTrue(ofProbes > 0);
    assertEquals(Math.sqrt(ofProbes) / COUNT, errors.probes().orElseThrow(), CLOSE);
    assertEquals(draws > 1, errors.draws().isPresent());
    if (draws > 1) {
      double expected = Math.sqrt(Math.max(0, ofDraws)) / COUNT;
      assertEquals(expected, errors.draws().getAsDouble(), CLOSE);
    }
    double[] perImage = Arrays.stream(bounds).mapToDouble(EvaluationAccuracyTest::mean).toArray();
    assertEquals(Math.sqrt(variance(perImage) / COUNT), errors.images(), CLOSE);
  }

  /** One probe cannot be told from noise, nor one image from its spread. */
  @Test
  void whatCannotBeKnownIsNotSaid() {
    StandardErrors one =
        evaluate(new Divergence.Hutchinson(1), options(2, 1, Dequantisation.UNIFORM))
            .standardErrors();
    assertTrue(one.probes().isEmpty());
    assertTrue(one.draws().isPresent());
    try (MultiResolutionFlow flow =
        new MultiResolutionFlow(MODEL, Divergence.exact(), false, Tuning.DEFAULT)) {
      EvaluationOptions options = options(1, 1, Dequantisation.UNIFORM);
      Evaluation single = Evaluation.of(flow, IMAGES.slice(0, 1), options, 1, (done, all) -> {});
      assertTrue(Double.isNaN(single.standardError()));
    }
  }
}
