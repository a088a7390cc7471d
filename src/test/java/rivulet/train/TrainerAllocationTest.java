package rivulet.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rivulet.data.Dequantisation;
import rivulet.data.DequantisationKind;
import rivulet.data.ImageSet;
import rivulet.flow.ModelSpec;
import rivulet.flow.TimeSampling;
import rivulet.tensor.Tuning;

/** In steady state an update (solve, gradient, sums, Adam) allocates nothing but its metrics. */
class TrainerAllocationTest {
  private static final long METRICS_BYTES = 2048;
  private static final double LONGEST_SECONDS = 60;

  @ParameterizedTest
  @EnumSource(Objective.class)
  void updateAllocatesNothing(Objective objective) {
    ModelSpec spec = TrainingFixture.spec(objective == Objective.MATCHING ? 1 : 2);
    requireNothing(objective, spec, TrainingFixture.images(), Dequantisation.UNIFORM);
  }

  @ParameterizedTest
  @EnumSource(Objective.class)
  void nothingIsAllocatedForResidualLayersWavesClassesAndNoiseEither(Objective objective) {
    ImageSet images = TrainingFixture.labelled();
    Dequantisation noise = DequantisationKind.TRUNCATED_NORMAL.fit(images);
    requireNothing(objective, TrainingFixture.extended(), images, noise);
  }

  private static void requireNothing(
      Objective objective, ModelSpec spec, ImageSet images, Dequantisation noise) {
    boolean matching = objective == Objective.MATCHING;
    TrainConfig config =
        TrainingFixture.config(
            7,
            matching
                ? new Matching(Matching.ALL, TimeSampling.parse("logit-normal:0:1"), true, 1e-3)
                : Matching.NONE);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long begin = System.nanoTime();
    long least = Long.MAX_VALUE;
    try (Trainer trainer =
        new Trainer(
            TrainingFixture.model(spec, images, true),
            new TreeSet<>(List.of(0, 1, 2)),
            config,
            objective,
            images,
            noise,
            1,
            8L << 20,
            Tuning.DEFAULT)) {
      // Kernels allocate while they are interpreted: warm up until they do not.
      while (least > METRICS_BYTES && (System.nanoTime() - begin) * 1e-9 < LONGEST_SECONDS) {
        long before = threads.getCurrentThreadAllocatedBytes();
        trainer.update();
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
    }
    assertTrue(least <= METRICS_BYTES, least + " bytes in the best update");
  }
}
