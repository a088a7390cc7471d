package rivulet.points;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rivulet.tensor.kernel.HeapCheck;
import rivulet.train.Trainer;

/**
 * In steady state and with the launcher's flags an update allocates no more than the objects that
 * hand its groups out. The board is drawn without sines: those of StrictMath allocate 32 bytes
 * each.
 */
final class PointProblemAllocationTest {
  private static final PointSource BOARD = PlaneDensity.CHECKERBOARD;
  private static final long HANDED_OUT_BYTES = 1024;

  @Test
  void updatesAllocateNothingWithTheLaunchersFlags() throws IOException, InterruptedException {
    HeapCheck.requireNone(PointProblemAllocationTest.class);
  }

  /** The program that the test starts. */
  public static void main(String[] names) {
    HeapCheck.report(cases(), names);
  }

  private static List<HeapCheck.Case> cases() {
    List<HeapCheck.Case> cases = new ArrayList<>();
    for (boolean matching : new boolean[] {true, false}) {
      cases.add(
          new HeapCheck.Case(
              matching ? "matching" : "likelihood",
              HANDED_OUT_BYTES,
              () -> {
                PointModel start = PointModel.fresh(SamplePoints.shape(2, 16), BOARD, 1);
                PointConfig config = SamplePoints.config(matching, 64, 1000);
                PointProblem problem = new PointProblem(BOARD, start, config, 1);
                Trainer trainer = new Trainer("play", config.train(), problem, 1);
                return () -> HeapCheck.bytes(trainer::update, 1);
              }));
    }
    return cases;
  }
}
