package rivulet.autodiff.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import rivulet.autodiff.Gradient;
import rivulet.autodiff.Program;
import rivulet.autodiff.SampleArrays;
import rivulet.autodiff.Vjp;
import rivulet.flow.network.AugmentedDynamics;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.NetworkSpec;
import rivulet.tensor.Activation;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.HeapCheck;
import rivulet.tensor.kernel.Tuning;

/**
 * With the launcher's flags no phase of a plan puts anything on the heap after warm-up: a boxed
 * vector would.
 */
final class PlanAllocationTest {
  /**
   * Rounds on 2×2 images first: what a phase calls only a few times, such as the gate's activation,
   * takes thousands of rounds to be compiled.
   */
  private static final int WARM_UP = 3000;

  /** Rounds that must allocate nothing. */
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

  @Test
  void allocatesNothingWithTheLaunchersFlags() throws IOException, InterruptedException {
    HeapCheck.requireNone(PlanAllocationTest.class);
  }

  /** The program that the test starts. */
  public static void main(String[] names) {
    HeapCheck.report(cases(), names);
  }

  private static List<HeapCheck.Case> cases() {
    List<HeapCheck.Case> cases = new ArrayList<>();
    for (LayerKind layer : LayerKind.values()) {
      for (Plan.Phase[] phases : List.of(SOLVES, UPDATES)) {
        String name = layer + " " + List.of(phases);
        cases.add(plan("wide " + name, layer, Collections.nCopies(3, 64), 8, phases));
        cases.add(plan("narrow " + name, layer, Collections.nCopies(2, 32), 7, phases));
      }
    }
    cases.add(strips());
    return cases;
  }

  /** Evaluations of an image that is divided, beside one that is not, which compiles. */
  private static HeapCheck.Case strips() {
    return new HeapCheck.Case(
        "strips",
        0,
        () -> {
          Runnable small = stripRounds(48);
          for (int round = 0; round < WARM_UP; round++) {
            small.run();
          }
          Runnable round = stripRounds(150);
          return () -> HeapCheck.bytes(round, QUIET);
        });
  }

  private static Runnable stripRounds(int height) {
    NetworkSpec spec =
        new NetworkSpec(
            LayerKind.CONCAT, Activation.SWISH, List.of(16, 16), new Shape(9, height, 4), 3, 3);
    Program program = AugmentedDynamics.program(spec, 1);
    PlannedProgram planned = PlannedProgram.inStrips(program, Tuning.DEFAULT, 1);
    SplittableRandom random = new SplittableRandom(1);
    Map<String, double[][]> inputs = SampleArrays.inputs(random, program, 1);
    planned.plan().parameters().forEach(p -> planned.parameter(p.name(), inputs.get(p.name())[0]));
    planned.inputs(inputs, 0, 0);
    planned.select(0);
    planned.update();
    return () -> {
      planned.run(Plan.Phase.SOLVE, 0);
      planned.run(Plan.Phase.EVALUATE, 0);
      planned.run(Plan.Phase.EVALUATE_PRIMAL, 0);
    };
  }

  private static HeapCheck.Case plan(
      String name, LayerKind layer, List<Integer> hidden, int size, Plan.Phase... phases) {
    return new HeapCheck.Case(
        name,
        0,
        () -> {
          Runnable small = rounds(layer, hidden, 2, phases);
          for (int round = 0; round < WARM_UP; round++) {
            small.run();
          }
          Runnable round = rounds(layer, hidden, size, phases);
          return () -> HeapCheck.bytes(round, QUIET);
        });
  }

  /** Every phase once; its memory is the process's. */
  private static Runnable rounds(
      LayerKind layer, List<Integer> hidden, int size, Plan.Phase... phases) {
    NetworkSpec spec =
        new NetworkSpec(layer, Activation.SOFTPLUS, hidden, new Shape(9, size, size), 3, 3);
    Program program = AugmentedDynamics.program(spec, 1);
    Gradient gradient = Vjp.transform(program, "z", AugmentedDynamics.seeds(program));
    PlannedProgram planned = new PlannedProgram(gradient, Tuning.DEFAULT, 1, 1);
    fill(planned, gradient);
    return () -> {
      for (int i = 0; i < phases.length; i++) {
        planned.run(phases[i], 0);
      }
    };
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
}
