package rivulet.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.ProbeKind;
import rivulet.ode.SolverOptions;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;

/**
 * Latents, log-dets, regularisers and random end times of fields f = a_c·x + b_c in closed form:
 *
 * <pre>
 *   x(T) = (x + b/a)·exp(aT) − b/a      ∫ tr J = T·Σ a      ½∫ f² = (ax + b)²·(exp(2aT) − 1)/4a
 * </pre>
 *
 * with the kinetic energy and (Jε)² = a² as means over entries.
 */
final class AffineFieldAccuracyTest {
  private static final SolverOptions SOLVER = SolverOptions.adaptive("dopri5", 1e-7);

  /** The state is float32. */
  private static final double SINGLE = 3e-6;

  private static final int CHANNELS = 3;
  private static final int PIXELS = 8;

  private Workspace workspace;

  @BeforeEach
  void open() {
    workspace = new Workspace();
  }

  @AfterEach
  void close() {
    workspace.close();
  }

  private static double[] image() {
    Random random = new Random(5);
    return random.doubles(CHANNELS * PIXELS).toArray();
  }

  private static double rate(int block, int channel) {
    return (block == 0 ? 1 : -2) * new double[] {0.25, -0.5, 0.75}[channel];
  }

  private static double constant(int block, int channel) {
    return (block == 0 ? 1 : 0.5) * new double[] {0.5, 0.25, -1}[channel];
  }

  private static FlowModel twoBlocks() {
    ModelSpec spec = AffineFieldModel.spec(CHANNELS, 2, 4, 1, 2, "none");
    return AffineFieldModel.of(
        spec, (level, block, c) -> rate(block, c), (level, block, c) -> constant(block, c));
  }

  private LevelWorker worker(MultiResolutionFlow flow, ProbeKind kind) {
    return new LevelWorker(flow, 0, SOLVER, kind, 1, 0, workspace);
  }

  @ParameterizedTest
  @EnumSource
  void everythingHasItsClosedForm(ProbeKind kind) {
    double[] x = image();
    double[] z = new double[x.length];
    double kinetic = 0;
    double logDet = 0;
    double jacobian = 0;
    double base = 0;
    for (int i = 0; i < x.length; i++) {
      z[i] = x[i];
      for (int block = 0; block < 2; block++) {
        double a = rate(block, i / PIXELS);
        double b = constant(block, i / PIXELS);
        double f = a * z[i] + b;
        kinetic += f * f * (StrictMath.exp(2 * a) - 1) / (4 * a) / x.length;
        jacobian += a * a / x.length;
        logDet += a;
        z[i] = (z[i] + b / a) * StrictMath.exp(a) - b / a;
      }
      base -= 0.5 * z[i] * z[i] + 0.5 * StrictMath.log(2 * StrictMath.PI);
    }
    try (MultiResolutionFlow flow =
        new MultiResolutionFlow(twoBlocks(), 1, false, Tuning.DEFAULT)) {
      LevelWorker worker = worker(flow, kind);
      worker.load(0, new AnalysedImage(flow.model()).analyse(x), 1, 0, 0);
      worker.encode(1);
      double[] latent = new double[x.length];
      worker.latent(0, latent);
      for (int i = 0; i < x.length; i++) {
        assertEquals(z[i], latent[i], SINGLE, "latent " + i);
      }
      assertEquals(kinetic, worker.kinetic(0), SINGLE);
      assertEquals(0, worker.preTransformLogDet(0));
      if (kind == ProbeKind.RADEMACHER) { // ε² = 1, so both estimates are exact
        assertEquals(jacobian, worker.jacobian(0), SINGLE);
        assertEquals(logDet, worker.flowLogDet(0), 20 * SINGLE);
        assertEquals(logDet + base, worker.logLikelihood(0), 40 * SINGLE);
      }
    }
  }

  /** Σ a of the channels at every pixel. */
  @Test
  void mapOfTheLogDetHasTheDiagonal() {
    try (MultiResolutionFlow flow =
        new MultiResolutionFlow(twoBlocks(), Divergence.exact(), false, Tuning.DEFAULT)) {
      LevelWorker worker = worker(flow, ProbeKind.RADEMACHER);
      AnalysedImage loaded = new AnalysedImage(flow.model()).analyse(image());
      worker.load(0, loaded, 1, 0, 0);
      worker.encode(1);
      PixelShares shares = PixelShares.of(PIXELS);
      worker.addShares(0, loaded, shares);
      double expected = 0;
      for (int c = 0; c < CHANNELS; c++) {
        expected += rate(0, c) + rate(1, c);
      }
      for (int p = 0; p < PIXELS; p++) {
        assertEquals(expected, shares.logDet()[p], SINGLE, "pixel " + p);
      }
    }
  }

  /** Block k moves channel k alone, by T_k: the latent tells when each block ended. */
  private double[] ends(MultiResolutionFlow flow, LevelWorker worker, double b, long step) {
    double[] x = image();
    worker.drawEndTimes(b, 17, step);
    worker.loadData(0, new AnalysedImage(flow.model()).analyse(x));
    worker.encode(1);
    double[] z = new double[x.length];
    worker.latent(0, z);
    double[] ends = new double[flow.spec().blocks()];
    for (int k = 0; k < ends.length; k++) {
      ends[k] = z[k * PIXELS] - x[k * PIXELS];
      for (int p = 0; p < PIXELS; p++) {
        assertEquals(ends[k], z[k * PIXELS + p] - x[k * PIXELS + p], SINGLE);
      }
    }
    return ends;
  }

  /** U[1 − b, 1 + b]: of 400 times in ten intervals 40 ± 6 each, mean 1, and in no order. */
  @Test
  void endTimesOfBlocksAreUniformAroundOne() {
    ModelSpec spec = AffineFieldModel.spec(CHANNELS, 2, 4, 1, 2, "none");
    FlowModel model =
        AffineFieldModel.of(spec, (level, block, c) -> 0, (level, block, c) -> block == c ? 1 : 0);
    int[] counts = new int[10];
    double product = 0;
    try (MultiResolutionFlow flow = new MultiResolutionFlow(model, 1, false, Tuning.DEFAULT)) {
      LevelWorker worker = worker(flow, ProbeKind.RADEMACHER);
      for (int step = 0; step < 200; step++) {
        double[] ends = ends(flow, worker, 0.5, step);
        for (double end : ends) {
          assertTrue(end > 0.5 - SINGLE && end < 1.5 + SINGLE, "end " + end);
          counts[Math.clamp((int) (10 * (end - 0.5)), 0, 9)]++;
        }
        product += (ends[0] - 1) * (ends[1] - 1) / 200;
        assertNotEquals(ends[0], ends[1]);
      }
      double[] narrow = ends(flow, worker, 0.125, 3);
      double[] wide = ends(flow, worker, 0.5, 3);
      assertEquals(wide[0] - 1, 4 * (narrow[0] - 1), 5 * SINGLE);
      assertEquals(wide[1] - 1, 4 * (narrow[1] - 1), 5 * SINGLE);
    }
    for (int count : counts) {
      assertEquals(40, count, 24, Arrays.toString(counts));
    }
    assertEquals(0, product, 4 / 12.0 / Math.sqrt(200)); // variance of each: 1/12
  }
}
