package rivulet.points;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rivulet.train.Objective;

/**
 * In steady state an update allocates no more than the objects that hand its groups out. The board
 * is drawn without sines: those of StrictMath allocate 32 bytes each.
 */
final class PointTrainerAllocationTest {
  private static final PointSource BOARD = PlaneDensity.CHECKERBOARD;
  private static final long HANDED_OUT_BYTES = 1024;
  private static final double LONGEST_SECONDS = 60;

  @ParameterizedTest
  @EnumSource
  void updateAllocatesNothing(Objective objective) {
    PointModel start = PointModel.fresh(SamplePoints.shape(2, 16), BOARD, 1);
    PointConfig config = SamplePoints.config(objective, 64, 1000);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long begin = System.nanoTime();
    long least = Long.MAX_VALUE;
    try (PointTrainer trainer = new PointTrainer(BOARD, start, config, 1)) {
      // Kernels allocate while they are interpreted: warm up until they do not.
      while (least > HANDED_OUT_BYTES && (System.nanoTime() - begin) * 1e-9 < LONGEST_SECONDS) {
        long before = threads.getCurrentThreadAllocatedBytes();
        trainer.update();
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
    }
    assertTrue(least <= HANDED_OUT_BYTES, least + " bytes in the best update");
  }
}
