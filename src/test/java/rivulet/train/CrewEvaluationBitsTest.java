package rivulet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.RandomModel;
import rivulet.flow.network.ProbeKind;
import rivulet.measure.Evaluation;
import rivulet.measure.EvaluationOptions;
import rivulet.noise.Dequantisation;
import rivulet.ode.SolverOptions;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.tensor.kernel.Tuning;

/** Fewer groups of images than threads: crews share the kernels, and no bit moves. */
final class CrewEvaluationBitsTest {
  private static final int SIDE = 32;

  private static ImageSet images(int count) {
    byte[] pixels = new byte[count * SIDE * SIDE];
    NoiseStream noise = new NoiseStream();
    noise.reset(3, Purpose.DATA, 0, 0, 0, 0, 0);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (int) (255 * noise.nextUniform());
    }
    return ImageSets.of("noise", 1, SIDE, SIDE, pixels);
  }

  private static double[] bits(MultiResolutionFlow flow, ImageSet images, int threads, int group) {
    EvaluationOptions options =
        EvaluationOptions.of(
            5, SolverOptions.adaptive("bosh3", 1e-2), ProbeKind.RADEMACHER, Dequantisation.UNIFORM);
    return Evaluation.of(
            flow, images, options, new Evaluation.Workers(threads, group), (done, all) -> {})
        .perImage();
  }

  @ParameterizedTest
  @CsvSource({"1, 8", "3, 2"})
  void likelihoodDoesNotDependOnThreads(int count, int group) {
    ImageSet images = images(count);
    try (MultiResolutionFlow flow =
        new MultiResolutionFlow(RandomModel.ofTwoLevels(SIDE), 1, false, Tuning.DEFAULT)) {
      double[] alone = bits(flow, images, 1, group);
      assertEquals(count, alone.length);
      for (int threads = 2; threads <= 5; threads++) {
        assertArrayEquals(alone, bits(flow, images, threads, group), threads + " threads");
      }
    }
  }
}
