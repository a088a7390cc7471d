package rivulet.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.Networks;
import rivulet.flow.network.ProbeKind;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.ode.RecordedSolve;
import rivulet.ode.SolverOptions;
import rivulet.tensor.Activation;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/** A watched image arrives where an unwatched one does, and its frames and steps fit together. */
final class WatchedSolveBitsTest {
  private static final long SEED = 3;
  private static final long INDEX = 17;
  private static final int INTERVALS = 8;

  private static FlowModel model() {
    return RandomModel.of(
        new ModelSpec(
                new WaveletPyramid(Wavelet.UNIMODULAR, 3, 4, 6, 2),
                Networks.of(List.of(6), LayerKind.CONCAT, Activation.TANH),
                PreTransformRecipe.parse("none"))
            .withBlocks(2),
        4);
  }

  @ParameterizedTest
  @CsvSource({
    "exact, dopri5, 0",
    "exact, dopri5, 1",
    "hutchinson:2, bosh3, 1",
    "hutchinson:1, tsit5, 0"
  })
  void endsAreThoseOfTheWorker(String divergence, String method, int level) {
    SolverOptions options = SolverOptions.adaptive(method, 1e-4);
    try (MultiResolutionFlow flow =
            new MultiResolutionFlow(model(), Divergence.parse(divergence), false, Tuning.DEFAULT);
        Workspace workspace = new Workspace()) {
      AnalysedImage image =
          new AnalysedImage(flow.model()).analyse(new Random(4).doubles(72).toArray());
      LevelWorker worker =
          new LevelWorker(flow, level, options, ProbeKind.RADEMACHER, 1, 0, workspace);
      worker.load(0, image, SEED, 1, INDEX);
      worker.encode(1);
      WatchedSolve watched = new WatchedSolve(flow.level(level), options, 1, true, workspace);
      watched.load(flow, level, ProbeKind.RADEMACHER, image, ModelSpec.NO_LABEL, SEED, 1, INDEX);
      List<RecordedSolve> solves = watched.encode(INTERVALS);
      double[] latent = new double[worker.dimensions()];
      worker.latent(0, latent);
      assertArrayEquals(latent, solves.getLast().end());
      double logDet = 0;
      int evaluations = 0;
      for (RecordedSolve solve : solves) {
        logDet += solve.steps().getLast().sums()[0];
        evaluations += solve.evaluations();
        stepsMeet(solve);
        framesFit(solve, divergence.equals("exact"), worker.dimensions());
      }
      assertEquals(worker.flowLogDet(0), logDet);
      assertEquals(worker.evaluations(0), evaluations);
      assertTrue(Math.abs(logDet) > 0.1, "nothing happens");
    }
  }

  private static void stepsMeet(RecordedSolve solve) {
    double time = 0;
    for (RecordedSolve.Step step : solve.steps()) {
      assertEquals(time, step.time(), 1e-12);
      assertEquals(step.accepted(), step.errorRatio() <= 1);
      time += step.accepted() ? step.size() : 0;
    }
    assertEquals(1, time, 1e-12);
  }

  /** Trapezoids of the rates at the frames come near the solver's integrals. */
  private static void framesFit(RecordedSolve solve, boolean exact, int entries) {
    assertEquals(INTERVALS + 1, solve.frames().size());
    double[] sums = solve.steps().getLast().sums();
    double integral = 0;
    for (int i = 1; i <= INTERVALS; i++) {
      RecordedSolve.Frame a = solve.frames().get(i - 1);
      RecordedSolve.Frame b = solve.frames().get(i);
      integral += 0.5 * (b.time() - a.time()) * (a.rates()[0] + b.rates()[0]);
      if (exact) {
        double[] diagonal = Arrays.copyOfRange(b.rates(), 3, b.rates().length);
        assertEquals(entries, diagonal.length);
        assertEquals(b.rates()[0], Arrays.stream(diagonal).sum(), 1e-4);
      }
    }
    assertEquals(sums[0], integral, 0.05 * Math.abs(sums[0]) + 0.05);
  }
}
