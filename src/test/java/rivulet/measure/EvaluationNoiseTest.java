package rivulet.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import rivulet.data.ImageSet;
import rivulet.fault.LikelihoodFault;
import rivulet.flow.FlowModel;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.TimeSampling;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.ProbeKind;
import rivulet.noise.Dequantisation;
import rivulet.noise.TruncatedNormal;
import rivulet.ode.SolverOptions;
import rivulet.store.ModelFile;
import rivulet.store.RunDirectory;
import rivulet.store.StoredModel;
import rivulet.tensor.kernel.Tuning;
import rivulet.train.FlowRun;
import rivulet.train.Matching;
import rivulet.train.TrainingFixture;

/**
 * Noise with a density in every way of measuring, on a model with classes, residual layers and
 * waves of time: each draw brings its own density, and faults without noise bring none.
 */
class EvaluationNoiseTest {
  private static final SolverOptions SOLVER = SolverOptions.adaptive("dopri5", 1e-4);
  private static final ImageSet IMAGES = TrainingFixture.labelled().slice(0, 6);

  @TempDir static Path directory;
  private static FlowModel model;
  private static Dequantisation bent;

  @BeforeAll
  static void train() {
    Matching matching = new Matching(20, TimeSampling.UNIFORM, false, 1e-3);
    FlowRun run =
        new FlowRun(
            TrainingFixture.extended(),
            TrainingFixture.bent(TrainingFixture.config(7, matching)),
            new TreeSet<>(Set.of(0, 1, 2)),
            TrainingFixture.labelled(),
            RunDirectory.create(directory.resolve("run")));
    run.run(TrainingFixture.execution(20, 2, false), (s, n, t) -> {}, () -> false);
    StoredModel stored = ModelFile.read(run.directory().model());
    model = stored.complete();
    bent = strong((TruncatedNormal) stored.dequantisation());
  }

  /** Far from flat in every context, so that leaving its density out is another number. */
  private static Dequantisation strong(TruncatedNormal fitted) {
    float[] means = fitted.means();
    float[] deviations = fitted.deviations();
    Arrays.fill(means, 0.3f);
    Arrays.fill(deviations, 0.4f);
    return new TruncatedNormal(means, deviations);
  }

  private static EvaluationOptions options(int draws, int importance, LikelihoodFault fault) {
    return new EvaluationOptions(
        5, SOLVER, ProbeKind.RADEMACHER, draws, importance, fault.practice(), false, bent);
  }

  private static Evaluation evaluate(Divergence divergence, EvaluationOptions options) {
    return evaluate(divergence, options, IMAGES, 2);
  }

  private static Evaluation evaluate(
      Divergence divergence, EvaluationOptions options, ImageSet images, int threads) {
    try (MultiResolutionFlow flow =
        new MultiResolutionFlow(model, divergence, false, Tuning.DEFAULT)) {
      return Evaluation.of(flow, images, options, threads, (done, all) -> {});
    }
  }

  private static double nats(double bitsPerDim) {
    return (8 - bitsPerDim) * model.spec().dimensions() * ModelSpec.LN_2;
  }

  /** Of two noises with weights a and b: ln ½(eᵃ + eᵇ), each less its own density. */
  @Test
  void importanceWeightsHoldTheDensityOfTheirOwnDraw() {
    Evaluation first = evaluate(Divergence.exact(), options(1, 1, LikelihoodFault.NONE));
    Evaluation both = evaluate(Divergence.exact(), options(2, 1, LikelihoodFault.NONE));
    Evaluation samples = evaluate(Divergence.exact(), options(1, 2, LikelihoodFault.NONE));
    for (int n = 0; n < IMAGES.count(); n++) {
      double a = nats(first.perImage()[n]);
      double b = 2 * nats(both.perImage()[n]) - a;
      double likelihood = 0;
      for (int level = 0; level < 3; level++) {
        likelihood += first.logLikelihood(level, n);
      }
      assertEquals(likelihood - first.logNoiseDensity(n), a, 1e-9 * Math.abs(a));
      double largest = Math.max(a, b);
      double weights = StrictMath.exp(a - largest) + StrictMath.exp(b - largest);
      double bound = largest + StrictMath.log(weights / 2);
      assertEquals(bound, nats(samples.perImage()[n]), 1e-6);
      assertNotEquals(first.logNoiseDensity(n), both.logNoiseDensity(n));
    }
    assertEquals(both.bitsPerDim(), samples.oneSampleBitsPerDim(), 1e-12);
    assertEquals(both.dequantisationShare(), samples.dequantisationShare(), 0.0);
  }

  @Test
  void pixelsTermsAndNoiseAddUp() {
    EvaluationOptions maps =
        new EvaluationOptions(
            5, SOLVER, ProbeKind.RADEMACHER, 2, 1, LikelihoodFault.NONE.practice(), true, bent);
    Evaluation e = evaluate(Divergence.exact(), maps);
    double[] bits = e.perImage();
    for (int n = 0; n < IMAGES.count(); n++) {
      double sum = 8.0 * 64 + e.logNoiseDensity(n) / ModelSpec.LN_2;
      for (int level = 0; level < 3; level++) {
        sum += e.pixelBits(level, n).total();
      }
      assertEquals(64 * bits[n], sum, 1e-9 * Math.abs(sum));
    }
    double terms = 8 + e.dequantisationShare();
    double steps = terms;
    for (int level = 0; level < 3; level++) {
      terms += e.levelBits(level).total();
      steps += e.preTransformShare(level);
    }
    assertTrue(e.dequantisationShare() > 0.05, "share " + e.dequantisationShare());
    assertEquals(e.bitsPerDim(), terms, 1e-12);
    assertEquals(e.noFlowBitsPerDim(), steps, 1e-12);
  }

  @ParameterizedTest
  @EnumSource(
      value = LikelihoodFault.class,
      names = {"BIN_CENTRE", "PER_LEVEL_NOISE"})
  void faultsWithoutNoiseBringNoDensity(LikelihoodFault fault) {
    Evaluation found = evaluate(Divergence.exact(), options(1, 1, fault));
    EvaluationOptions uniform =
        new EvaluationOptions(
            5, SOLVER, ProbeKind.RADEMACHER, 1, 1, fault.practice(), false, Dequantisation.UNIFORM);
    assertEquals(0, found.dequantisationShare());
    assertArrayEquals(evaluate(Divergence.exact(), uniform).perImage(), found.perImage());
  }

  @ParameterizedTest
  @CsvSource({
    "PER_LEVEL_NOISE, exact, 1",
    "OVERSHOOT, exact, 1",
    "REDRAWN_PROBE, hutchinson, 1",
    "SAMPLED_IMPORTANCE, hutchinson, 3",
    "NONE, hutchinson:3, 1",
    "NONE, coloured, 1",
    "NONE, exact, 3"
  })
  void companyDoesNotMatter(LikelihoodFault fault, String text, int samples) {
    Divergence divergence = Divergence.parse(text);
    EvaluationOptions options = options(1, samples, fault);
    double[] all = evaluate(divergence, options).perImage();
    double[] some = evaluate(divergence, options, IMAGES.slice(4, 1), 1).perImage();
    assertEquals(all[4], some[0], 0.0);
  }

  /** A rerun without class or density would be off by far more than a rounding. */
  @Test
  void auditKnowsClassesAndDensity() {
    ImageSet sample = IMAGES.slice(1, 2);
    SolverOptions finer = SolverOptions.adaptive("dopri5", 1e-5);
    EvaluationOptions options = options(1, 1, LikelihoodFault.NONE);
    Audit audit = Audit.of(model, sample, Divergence.hutchinson(), options, finer, 2);
    Evaluation measured = evaluate(Divergence.hutchinson(), options, sample, 1);
    assertEquals(measured.bitsPerDim(), audit.bitsPerDim(), 1e-12);
    assertTrue(audit.reruns().get(0).largest() < 1e-4, audit.toString());
    assertTrue(audit.reruns().get(1).largest() < 1e-5, audit.toString());
    assertTrue(audit.reconstruction().largest() < 0.1, audit.toString());
  }
}
