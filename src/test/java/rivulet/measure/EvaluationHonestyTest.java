package rivulet.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
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
import rivulet.flow.PixelShares;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.ProbeKind;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.noise.Dequantisation;
import rivulet.ode.SolverOptions;
import rivulet.store.ModelFile;
import rivulet.store.RunDirectory;
import rivulet.tensor.kernel.Tuning;
import rivulet.train.FlowRun;
import rivulet.train.TrainingFixture;

/** What an evaluation says beside its number, on a briefly trained model. */
class EvaluationHonestyTest {
  private static final SolverOptions SOLVER = SolverOptions.adaptive("dopri5", 1e-4);
  private static final ImageSet IMAGES = TrainingFixture.images();

  @TempDir static Path directory;
  private static FlowModel model;

  @BeforeAll
  static void train() {
    FlowRun run = TrainingFixture.run(directory.resolve("run"), Set.of(0, 1, 2));
    run.run(TrainingFixture.execution(10, 2, false), (s, n, t) -> {}, () -> false);
    model = ModelFile.read(run.directory().model()).complete();
  }

  private static EvaluationOptions options(
      int draws, int importance, LikelihoodFault fault, boolean maps) {
    return new EvaluationOptions(
        5,
        SOLVER,
        ProbeKind.RADEMACHER,
        draws,
        importance,
        fault.practice(),
        maps,
        Dequantisation.UNIFORM);
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

  private static EvaluationOptions plain() {
    return options(1, 1, LikelihoodFault.NONE, false);
  }

  @Test
  void pixelsAndTermsAddUp() {
    Evaluation e = evaluate(Divergence.exact(), options(2, 1, LikelihoodFault.NONE, true));
    double[] bits = e.perImage();
    for (int n = 0; n < IMAGES.count(); n++) {
      double sum = 8.0 * 64;
      for (int level = 0; level < 3; level++) {
        PixelShares shares = e.pixelBits(level, n);
        assertEquals(level == 0 ? 4 : level == 1 ? 4 : 16, shares.pixels());
        sum += shares.total();
      }
      assertEquals(64 * bits[n], sum, 1e-9 * Math.abs(sum));
    }
    double terms = 8;
    for (int level = 0; level < 3; level++) {
      terms += e.levelBits(level).total();
    }
    assertEquals(e.bitsPerDim(), terms, 1e-12);
  }

  /** Also where the pre-transform of a pixel depends on the coarser image around it. */
  @Test
  void pixelsAddUpWithContexts() {
    ModelSpec plain = TrainingFixture.spec();
    ModelSpec spec =
        new ModelSpec(
            plain.pyramid(), plain.fields(), PreTransformRecipe.parse("conditional-cdf", 0.05, 8));
    FlowRun run =
        new FlowRun(
            spec,
            TrainingFixture.config(),
            new TreeSet<>(Set.of(0, 1, 2)),
            IMAGES,
            RunDirectory.create(directory.resolve("contexts")));
    run.run(TrainingFixture.execution(2, 2, false), (s, n, t) -> {}, () -> false);
    FlowModel other = ModelFile.read(run.directory().model()).complete();
    try (MultiResolutionFlow flow =
        new MultiResolutionFlow(other, Divergence.exact(), false, Tuning.DEFAULT)) {
      EvaluationOptions maps = options(1, 1, LikelihoodFault.NONE, true);
      Evaluation e = Evaluation.of(flow, IMAGES.slice(0, 3), maps, 1, (done, all) -> {});
      double[] bits = e.perImage();
      for (int n = 0; n < 3; n++) {
        double sum = 8.0 * 64;
        for (int level = 0; level < 3; level++) {
          sum += e.pixelBits(level, n).total();
        }
        assertEquals(64 * bits[n], sum, 1e-9 * Math.abs(sum));
      }
    }
  }

  /** The estimate lies within four of its own standard errors, and that error falls as 1/√k. */
  @Test
  void estimateAgreesWithExactWithinItsErrorBar() {
    double exact = evaluate(Divergence.exact(), plain()).bitsPerDim();
    Evaluation some = evaluate(Divergence.parse("hutchinson:4"), plain());
    Evaluation many = evaluate(Divergence.parse("hutchinson:64"), plain());
    double bar = many.standardErrors().probes().getAsDouble();
    assertEquals(exact, many.bitsPerDim(), 4 * bar);
    assertEquals(4, some.standardErrors().probes().getAsDouble() / bar, 0.8);
    assertEquals(0, evaluate(Divergence.exact(), plain()).standardErrors().probes().getAsDouble());
  }

  /** The noise's part of the error must be that of independent evaluations with other seeds. */
  @Test
  void drawsTellTheirPartOfTheError() {
    int seeds = 12;
    double sum = 0;
    double squares = 0;
    for (int seed = 0; seed < seeds; seed++) {
      EvaluationOptions other =
          EvaluationOptions.of(100 + seed, SOLVER, ProbeKind.RADEMACHER, Dequantisation.UNIFORM);
      double bits = evaluate(Divergence.exact(), other).bitsPerDim();
      sum += bits;
      squares += bits * bits;
    }
    double spread = Math.sqrt((squares - sum * sum / seeds) / (seeds - 1));
    Evaluation e = evaluate(Divergence.exact(), options(4, 1, LikelihoodFault.NONE, false));
    double single = e.standardErrors().draws().getAsDouble() * Math.sqrt(4);
    assertEquals(1, single / spread, 0.6); // 11 degrees of freedom: deviation 0.2
    assertTrue(e.standardErrors().images() > e.standardErrors().draws().getAsDouble());
    assertTrue(evaluate(Divergence.exact(), plain()).standardErrors().draws().isEmpty());
  }

  @Test
  void importanceSamplesTightenTheBound() {
    Evaluation e = evaluate(Divergence.exact(), options(1, 6, LikelihoodFault.NONE, false));
    Evaluation draws = evaluate(Divergence.exact(), options(6, 1, LikelihoodFault.NONE, false));
    assertEquals(draws.bitsPerDim(), e.oneSampleBitsPerDim(), 1e-12);
    double[] tight = e.perImage();
    double[] loose = draws.perImage();
    for (int n = 0; n < tight.length; n++) {
      assertTrue(tight[n] < loose[n], "image " + n);
    }
    assertEquals(e.bitsPerDim() - e.oneSampleBitsPerDim(), e.importanceShare(), 0.0);
  }

  @Test
  void estimatesAreRefusedWhereTheyWouldMislead() {
    String samples =
        assertThrows(
                IllegalArgumentException.class,
                () -> evaluate(Divergence.hutchinson(), options(1, 4, LikelihoodFault.NONE, false)))
            .getMessage();
    assertTrue(samples.startsWith("importance samples: 4 samples need an exact"), samples);
    String maps =
        assertThrows(
                IllegalArgumentException.class,
                () -> evaluate(Divergence.hutchinson(), options(1, 1, LikelihoodFault.NONE, true)))
            .getMessage();
    assertTrue(maps.startsWith("maps: need an exact divergence"), maps);
    assertThrows(IllegalArgumentException.class, () -> options(0, 1, LikelihoodFault.NONE, false));
  }

  @ParameterizedTest
  @CsvSource({
    "PER_LEVEL_NOISE, exact, 1",
    "BIN_CENTRE, exact, 1",
    "OVERSHOOT, exact, 1",
    "REDRAWN_PROBE, hutchinson, 1",
    "SAMPLED_IMPORTANCE, hutchinson, 3"
  })
  void faultsChangeTheNumberForAnyCompany(LikelihoodFault fault, String text, int samples) {
    Divergence divergence = Divergence.parse(text);
    EvaluationOptions faulty = options(1, samples, fault, false);
    double[] all = evaluate(divergence, faulty, IMAGES, 2).perImage();
    double[] some = evaluate(divergence, faulty, IMAGES.slice(4, 5), 1).perImage();
    for (int n = 0; n < some.length; n++) {
      assertEquals(all[4 + n], some[n], 0.0);
    }
    assertNotEquals(evaluate(divergence, plain()).bitsPerDim(), mean(all));
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** Noisy estimates overstate: the faulty bound lies below the exact one of the same noises. */
  @Test
  void sampledImportanceIsTooGood() {
    int samples = 12;
    double exact =
        evaluate(Divergence.exact(), options(1, samples, LikelihoodFault.NONE, false)).bitsPerDim();
    double faulty =
        evaluate(
                Divergence.hutchinson(),
                options(1, samples, LikelihoodFault.SAMPLED_IMPORTANCE, false))
            .bitsPerDim();
    assertTrue(faulty < exact, faulty + " against " + exact);
  }

  @ParameterizedTest
  @EnumSource(
      value = LikelihoodFault.class,
      names = {"REDRAWN_PROBE", "SAMPLED_IMPORTANCE"})
  void faultsOfEstimatesNeedEstimates(LikelihoodFault fault) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> options(1, 4, fault, false).check(model.spec(), Divergence.exact()))
            .getMessage();
    assertTrue(message.contains("`divergence` hutchinson"), message);
  }

  @Test
  void auditMovesLittle() {
    ImageSet sample = IMAGES.slice(0, 2);
    SolverOptions finer = SolverOptions.adaptive("dopri5", 1e-5);
    Audit audit = Audit.of(model, sample, Divergence.hutchinson(), plain(), finer, 2);
    assertEquals(2, audit.images());
    assertArrayEquals(
        new String[] {"tolerance / 10", "float64", "exact divergence"},
        audit.reruns().stream().map(Audit.Rerun::name).toArray());
    assertTrue(audit.reruns().get(0).largest() < 1e-4, audit.toString());
    assertTrue(audit.reruns().get(1).largest() < 1e-5, audit.toString());
    double exact = evaluate(Divergence.exact(), plain(), sample, 1).bitsPerDim();
    assertEquals(exact, audit.reruns().get(2).bitsPerDim(), 1e-12);
    assertTrue(audit.reconstruction().largest() < 0.1, audit.toString());
    assertTrue(audit.reconstruction().rootMeanSquare() <= audit.reconstruction().largest());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Audit.of(
                model,
                sample,
                Divergence.exact(),
                options(2, 1, LikelihoodFault.NONE, false),
                finer,
                1));
  }
}
