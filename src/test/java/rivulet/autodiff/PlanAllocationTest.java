package rivulet.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rivulet.flow.AugmentedDynamics;
import rivulet.flow.LayerKind;
import rivulet.flow.NetworkSpec;
import rivulet.tensor.Activation;
import rivulet.tensor.Shape;
import rivulet.tensor.Tuning;

/** After warm-up no phase of a plan puts anything on the heap: a boxed vector would. */
final class PlanAllocationTest {
  private static final int LANES = 2;

  /** Rounds that compilation may take; a phase that allocates never gets to zero. */
  private static final int ROUNDS = 300;

  /** Rounds in a row that must allocate nothing. */
  private static final int QUIET = 5;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @CsvSource({
    "CONCAT, 64, 3, 8", "CONCATSQUASH, 64, 3, 8", "CONCAT, 32, 2, 7", "CONCATSQUASH, 32, 2, 7"
  })
  void phasesAllocateNothing(LayerKind layer, int width, int hidden, int size) {
    List<Integer> widths = java.util.Collections.nCopies(hidden, width);
    NetworkSpec spec =
        new NetworkSpec(layer, Activation.SOFTPLUS, widths, new Shape(9, size, size), 3, 3);
    Program program = AugmentedDynamics.program(spec, 1);
    Gradient gradient = Vjp.transform(program, "z", AugmentedDynamics.seeds(program));
    try (PlannedProgram planned = new PlannedProgram(gradient, Tuning.DEFAULT, LANES, 1)) {
      fill(planned, gradient);
      long bytes = Long.MAX_VALUE;
      int quiet = 0;
      for (int round = 0; round < ROUNDS && quiet < QUIET; round++) {
bytes = allocatedByAllPhases(planned); if (round % 50 == 0) System.err.println(round + " " + java.util.Arrays.toString(BY));
        quiet = bytes == 0 ? quiet + 1 : 0;
      }
      assertEquals(0, bytes, "bytes of one run of all phases");
      assertEquals(QUIET, quiet, "runs in a row without allocation");
    }
  }

  private static void fill(PlannedProgram planned, Gradient gradient) {
    SplittableRandom random = new SplittableRandom(1);
    Map<String, double[][]> inputs = SampleArrays.inputs(random, gradient.program(), LANES);
    planned.plan().parameters().forEach(p -> planned.parameter(p.name(), inputs.get(p.name())[0]));
    for (int lane = 0; lane < LANES; lane++) {
      planned.inputs(inputs, lane, lane);
      for (Map.Entry<String, Value> entry : gradient.cotangents().entrySet()) {
        double[][] data = SampleArrays.of(random, entry.getValue(), LANES);
        planned.cotangent(entry.getKey(), lane, data[lane]);
      }
    }
    planned.select(0, 1);
  }

  private static final Plan.Phase[] PHASES = Plan.Phase.values();

  private static long allocatedByAllPhases(PlannedProgram planned) {
    long total = 0;
    for (Plan.Phase phase : PHASES) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      planned.run(phase, 0);
      long after = THREADS.getCurrentThreadAllocatedBytes();
      BY[phase.ordinal()] = after - before;
      total += after - before;
    }
    return total;
  }

  private static final long[] BY = new long[7];
}
