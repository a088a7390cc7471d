package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.RandomModel;
import rivulet.ode.SolverOptions;
import rivulet.tensor.Tuning;
import rivulet.train.Evaluation;

/** Images are the same with any number of threads, also where crews share their kernels. */
final class DecodingBitsTest {
  private static final int SIDE = 32;

  private static Decoding decoding(MultiResolutionFlow flow, int threads, int group) {
    return new Decoding(
        flow,
        SolverOptions.adaptive("bosh3", 1e-2),
        new Evaluation.Workers(threads, group),
        9,
        new double[] {1, 1});
  }

  @Test
  void samplesDoNotDependOnThreads() {
    try (MultiResolutionFlow flow =
        new MultiResolutionFlow(RandomModel.ofTwoLevels(SIDE), 0, false, Tuning.DEFAULT)) {
      Progress progress = new Progress(new PrintWriter(Writer.nullWriter()), "images");
      double[][] alone = decoding(flow, 1, 2).sample(3, progress);
      assertEquals(SIDE * SIDE, alone[2].length);
      for (int threads = 2; threads <= 5; threads++) {
        assertArrayEquals(
            alone, decoding(flow, threads, 2).sample(3, progress), threads + " threads");
      }
    }
  }

  @Test
  void finerImagesDoNotDependOnThreads() {
    double[] coarse = new double[SIDE * SIDE / 4];
    Arrays.setAll(coarse, i -> i / (double) coarse.length);
    try (MultiResolutionFlow flow =
        new MultiResolutionFlow(RandomModel.ofTwoLevels(SIDE), 0, false, Tuning.DEFAULT)) {
      double[] alone = decoding(flow, 1, 1).refine(coarse, 0, 1);
      assertEquals(SIDE * SIDE, alone.length);
      for (int threads = 2; threads <= 4; threads++) {
        assertArrayEquals(alone, decoding(flow, threads, 1).refine(coarse, 0, 1));
      }
    }
  }
}
