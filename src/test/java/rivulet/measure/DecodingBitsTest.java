package rivulet.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import rivulet.flow.FlowModel;
import rivulet.flow.ImageGradient;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.RandomModel;
import rivulet.flow.network.Differentiation;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.ProbeKind;
import rivulet.ode.SolverOptions;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;

/** Images are the same with any number of threads, also where crews share their kernels. */
final class DecodingBitsTest {
  private static final int SIDE = 32;

  private static Decoding decoding(MultiResolutionFlow flow, int threads, int group) {
    return new Decoding(
        flow,
        SolverOptions.adaptive("bosh3", 1e-2),
        new Evaluation.Workers(threads, group),
        new long[] {9, 9},
        new double[] {1, 1});
  }

  @Test
  void samplesDoNotDependOnThreads() {
    try (MultiResolutionFlow flow =
        new MultiResolutionFlow(RandomModel.ofTwoLevels(SIDE), 0, false, Tuning.DEFAULT)) {
      double[][] alone = decoding(flow, 1, 2).sample(3, (_, _) -> {});
      assertEquals(SIDE * SIDE, alone[2].length);
      for (int threads = 2; threads <= 5; threads++) {
        assertArrayEquals(
            alone, decoding(flow, threads, 2).sample(3, (_, _) -> {}), threads + " threads");
      }
    }
  }

  @Test
  void finerImagesDoNotDependOnThreads() {
    double[] coarse = new double[SIDE * SIDE / 4];
    Arrays.setAll(coarse, i -> i / (double) coarse.length);
    try (MultiResolutionFlow flow =
        new MultiResolutionFlow(RandomModel.ofTwoLevels(SIDE), 0, false, Tuning.DEFAULT)) {
      double[] alone = decoding(flow, 1, 1).refine(coarse, 0, 1, 2);
      assertEquals(SIDE * SIDE, alone.length);
      for (int threads = 2; threads <= 4; threads++) {
        assertArrayEquals(alone, decoding(flow, threads, 1).refine(coarse, 0, 1, 2));
      }
    }
  }

  /** By the pass that drew it, and by encoding what was drawn. */
  @Test
  void logLikelihoodOfSamplesIsThatOfTheImages() {
    FlowModel model = RandomModel.ofTwoLevels(8);
    SolverOptions solver = SolverOptions.adaptive("dopri5", 1e-6);
    try (Workspace workspace = new Workspace();
        MultiResolutionFlow flow =
            new MultiResolutionFlow(model, new Divergence.Exact(), false, Tuning.DEFAULT);
        MultiResolutionFlow gradients =
            new MultiResolutionFlow(
                model, new Divergence.Exact(), Differentiation.BY_INPUTS, Tuning.DEFAULT)) {
      Decoding decoding =
          new Decoding(
              flow, solver, new Evaluation.Workers(1, 2), new long[] {9, 9}, new double[] {1, 0.7});
      double[][] images = decoding.sample(3, (_, _) -> {});
      ImageGradient encoding =
          new ImageGradient(gradients, solver, ProbeKind.RADEMACHER, 3, 1 << 20, workspace);
      for (int n = 0; n < 3; n++) {
        encoding.load(n, images[n], ModelSpec.NO_LABEL, 1, 0, n);
      }
      encoding.solve(3);
      for (int n = 0; n < 3; n++) {
        assertEquals(encoding.logLikelihood(n), decoding.logLikelihood()[n], 2e-3, "image " + n);
      }
    }
  }

  @Test
  void withoutExactDivergenceThereIsNoLogLikelihood() {
    try (MultiResolutionFlow flow =
        new MultiResolutionFlow(RandomModel.ofTwoLevels(8), 0, false, Tuning.DEFAULT)) {
      Decoding decoding = decoding(flow, 1, 2);
      decoding.sample(1, (_, _) -> {});
      assertEquals(0, decoding.logLikelihood().length);
    }
  }
}
