package rivulet.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collections;
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
  /** Rounds that compilation may take; a phase that allocates never gets to zero. */
  private static final int ROUNDS = 600;

  /**
   * Rounds on 2×2 images first: what a phase calls only a few times, such as the gate's activation,
   * takes thousands of rounds to be compiled.
   */
  private static final int WARM_UP = 3000;

  /** Rounds in a row that must allocate nothing. */
  private static final int QUIET = 5;

  /** What runs in a solve and its gradient. */
  private static final Plan.Phase[] SOLVES = {
    Plan.Phase.SOLVE,
    Plan.Phase.EVALUATE,
    Plan.Phase.EVALUATE_PRIMAL,
    Plan.Phase.REVERSE_EVALUATION,
    Plan.Phase.REVERSE_SOLVE
  };

  /** What runs once per parameter update. */
  private static final Plan.Phase[] UPDATES = {Plan.Phase.UPDATE, Plan.Phase.REVERSE_UPDATE};

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @CsvSource({
    "CONCAT, 64, 3, 8",
    "CONCATSQUASH, 64, 3, 8",
    "CONCAT, 32, 2, 7",
    "CONCATSQUASH, 32, 2, 7"
  })
  void solvesAllocateNothing(LayerKind layer, int width, int hidden, int size) {
    requireNoAllocation(layer, Collections.nCopies(hidden, width), size, SOLVES);
  }

  @ParameterizedTest
  @CsvSource({
    "CONCAT, 64, 3, 8",
    "CONCATSQUASH, 64, 3, 8",
    "CONCAT, 32, 2, 7",
    "CONCATSQUASH, 32, 2, 7"
  })
  void updatesAllocateNothing(LayerKind layer, int width, int hidden, int size) {
    requireNoAllocation(layer, Collections.nCopies(hidden, width), size, UPDATES);
  }

  private static void requireNoAllocation(
      LayerKind layer, List<Integer> hidden, int size, Plan.Phase... phases) {
    roundsUntilQuiet(layer, hidden, 2, WARM_UP, phases, new long[phases.length]);
    long[] bytes = new long[phases.length];
    int quiet = roundsUntilQuiet(layer, hidden, size, ROUNDS, phases, bytes);
    assertEquals(
        QUIET,
        quiet,
        () -> "bytes allocated by " + List.of(phases) + ": " + Arrays.toString(bytes));
  }

  /** Quiet rounds in a row, at most QUIET, found within {@code rounds}; bytes of the last one. */
  private static int roundsUntilQuiet(
      LayerKind layer,
      List<Integer> hidden,
      int size,
      int rounds,
      Plan.Phase[] phases,
      long[] bytes) {
    NetworkSpec spec =
        new NetworkSpec(layer, Activation.SOFTPLUS, hidden, new Shape(9, size, size), 3, 3);
    Program program = AugmentedDynamics.program(spec, 1);
    Gradient gradient = Vjp.transform(program, "z", AugmentedDynamics.seeds(program));
    try (PlannedProgram planned = new PlannedProgram(gradient, Tuning.DEFAULT, 1, 1)) {
      fill(planned, gradient);
      int quiet = 0;
      for (int round = 0; round < rounds && quiet < QUIET; round++) {
        quiet = measure(planned, phases, bytes) == 0 ? quiet + 1 : 0;
      }
      return quiet;
    }
  }

  private static void fill(PlannedProgram planned, Gradient gradient) {
    SplittableRandom random = new SplittableRandom(1);
    Map<String, double[][]> inputs = SampleArrays.inputs(random, gradient.program(), 1);
    planned.plan().parameters().forEach(p -> planned.parameter(p.name(), inputs.get(p.name())[0]));
    planned.inputs(inputs, 0, 0);
    gradient
        .cotangents()
        .forEach((name, value) -> planned.cotangent(name, 0, SampleArrays.of(random, value, 1)[0]));
    planned.select(0);
    planned.update();
  }

  /** Bytes allocated by each phase; returns their sum. */
  private static long measure(PlannedProgram planned, Plan.Phase[] phases, long[] bytes) {
    long total = 0;
    for (int i = 0; i < phases.length; i++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      planned.run(phases[i], 0);
      bytes[i] = THREADS.getCurrentThreadAllocatedBytes() - before;
      total += bytes[i];
    }
    return total;
  }
}
