package rivulet.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import rivulet.ode.SolverOptions;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;

/** Images that a sampler starts from have the size of their level. */
final class SamplerContractTest {
  private static final int SIDE = 8;

  @Test
  void imagesOfAnotherSizeAreRefused() {
    try (MultiResolutionFlow flow =
            new MultiResolutionFlow(RandomModel.ofTwoLevels(SIDE), 1, false, Tuning.DEFAULT);
        Workspace workspace = new Workspace()) {
      Sampler sampler = new Sampler(flow, SolverOptions.adaptive("bosh3", 1e-2), 1, workspace);
      int coarse = sampler.imageSize(0);
      assertEquals(4 * coarse, sampler.imageSize(1));
      for (int length : new int[] {0, coarse - 1, coarse + 1, 4 * coarse, 100 * coarse}) {
        IllegalArgumentException e =
            assertThrows(
                IllegalArgumentException.class, () -> sampler.start(0, 0, new double[length]));
        String said = "level 0 has " + coarse + " values, found " + length;
        assertTrue(e.getMessage().contains(said), e.getMessage());
      }
      assertThrows(
          IllegalArgumentException.class, () -> sampler.start(0, 2, new double[4 * coarse]));
      assertThrows(IllegalArgumentException.class, () -> sampler.start(0, -1, new double[coarse]));
      double[] image = new double[coarse];
      image[coarse - 1] = 0.25;
      sampler.start(0, 0, image);
      assertEquals(0.25, sampler.image(0)[coarse - 1]);
    }
  }
}
