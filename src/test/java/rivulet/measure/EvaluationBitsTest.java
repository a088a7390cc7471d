package rivulet.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.data.ImageSet;
import rivulet.flow.FlowModel;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.network.ProbeKind;
import rivulet.noise.Dequantisation;
import rivulet.ode.SolverOptions;
import rivulet.store.ModelFile;
import rivulet.tensor.kernel.Tuning;
import rivulet.train.FlowRun;
import rivulet.train.TrainingFixture;

/** An image has the same likelihood alone, in any company, with any number of threads. */
class EvaluationBitsTest {
  @TempDir Path directory;

  private static Evaluation evaluate(FlowModel model, ImageSet images, int threads) {
    try (MultiResolutionFlow flow = new MultiResolutionFlow(model, 1, false, Tuning.DEFAULT)) {
      return Evaluation.of(
          flow,
          images,
          EvaluationOptions.of(
              5,
              SolverOptions.adaptive("dopri5", 1e-4),
              ProbeKind.RADEMACHER,
              Dequantisation.UNIFORM),
          threads,
          (done, all) -> {});
    }
  }

  @Test
  void likelihoodDoesNotDependOnBatchOrThreads() {
    FlowRun run = TrainingFixture.run(directory.resolve("run"), Set.of(0, 1, 2));
    run.run(TrainingFixture.execution(10, 2, false), (s, n, t) -> {}, () -> false);
    FlowModel model = ModelFile.read(run.directory().model()).complete();
    ImageSet images = TrainingFixture.images();
    double[] all = evaluate(model, images, 1).perImage();
    assertArrayEquals(all, evaluate(model, images, 2).perImage());
    for (int offset : new int[] {0, 3, 17, 29}) {
      double[] alone = evaluate(model, images.slice(offset, 1), 1).perImage();
      assertEquals(Double.doubleToLongBits(all[offset]), Double.doubleToLongBits(alone[0]));
    }
    double[] some = evaluate(model, images.slice(5, 11), 2).perImage();
    assertArrayEquals(Arrays.copyOfRange(all, 5, 16), some);
  }

  @Test
  void waterfallAddsUp() {
    FlowRun run = TrainingFixture.run(directory.resolve("run"), Set.of(0, 1, 2));
    run.run(TrainingFixture.execution(5, 2, false), (s, n, t) -> {}, () -> false);
    FlowModel model = ModelFile.read(run.directory().model()).complete();
    Evaluation e = evaluate(model, TrainingFixture.images(), 2);
    double sum = 8;
    for (int level = 0; level < 3; level++) {
      sum += e.preTransformShare(level);
    }
    assertEquals(e.noFlowBitsPerDim(), sum, 1e-12);
    for (int level = 0; level < 3; level++) {
      sum += e.flowShare(level);
    }
    assertEquals(e.bitsPerDim(), sum, 1e-12);
  }
}
