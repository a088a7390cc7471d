package rivulet.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rivulet.autodiff.SamplePrograms.Sample;
import rivulet.autodiff.plan.Plan;
import rivulet.autodiff.plan.PlannedProgram;
import rivulet.tensor.kernel.Tuning;
import rivulet.tensor.kernel.convolution.WinogradTile;

/**
 * Planned programs in float32 against the interpreter in float64: random programs, forward and
 * reverse, several evaluations in one solve and several lanes, each lane with its own state and
 * time.
 */
final class ExecutorParityTest {
  private static final int LANES = 3;
  private static final int EVALUATIONS = 3;
  private static final List<WinogradTile> TILES = List.of(WinogradTile.values());

  /** Error relative to the largest entry of the result; float32 has 6e-8 per operation. */
  private static final double OF_RESULT = 4e-6;

  /** And relative to the largest intermediate value: what cancels leaves its rounding behind. */
  private static final double OF_INTERMEDIATES = 2e-7;

  static LongStream seeds() {
    return LongStream.range(0, 240);
  }

  /** Bits need no program per rounding error: fewer. */
  static LongStream everyThirdSeed() {
    return seeds().filter(seed -> seed % 3 == 1);
  }

  /** All algorithms of convolutions, for programs with tangents and without, in every third too. */
  private static Tuning tuning(long seed) {
    return new Tuning(TILES.get((int) (seed / 6 % TILES.size())));
  }

  /** One solve: inputs and cotangents of every evaluation. */
  private static final class Solve {
    final Program program;
    final Gradient gradient;
    final SplittableRandom random;
    final Map<String, double[][]> fixed = new LinkedHashMap<>();
    final Map<?, ?>[] moving = new Map<?, ?>[EVALUATIONS];
    final Map<?, ?>[] cotangents = new Map<?, ?>[EVALUATIONS];

    Solve(long seed) {
      this(RandomProgram.of(seed), seed);
    }

    Solve(Program program, long seed) {
      this.program = program;
      gradient = Vjp.transform(program, "z", program.outputs().keySet());
      random = new SplittableRandom(seed);
      SampleArrays.inputs(random, program, LANES).forEach(fixed::put);
      for (int e = 0; e < EVALUATIONS; e++) {
        Map<String, double[][]> inputs = new LinkedHashMap<>();
        program
            .inputs()
            .forEach((name, value) -> {
              if (value.binding() == Binding.EVALUATION) {
                inputs.put(name, SampleArrays.of(random, value, LANES));
              }
            });
        moving[e] = inputs;
        Map<String, double[][]> seeds = new LinkedHashMap<>();
        gradient
            .cotangents()
            .forEach((name, value) -> seeds.put(name, SampleArrays.of(random, value, LANES)));
        cotangents[e] = seeds;
      }
    }

    @SuppressWarnings("unchecked")
    Map<String, double[][]> moving(int evaluation) {
      return (Map<String, double[][]>) moving[evaluation];
    }

    @SuppressWarnings("unchecked")
    Map<String, double[][]> cotangents(int evaluation) {
      return (Map<String, double[][]>) cotangents[evaluation];
    }

    PlannedProgram begin(Tuning tuning, int... lanes) {
      return begin(new PlannedProgram(gradient, tuning, LANES, EVALUATIONS), lanes);
    }

    PlannedProgram begin(PlannedProgram planned, int... lanes) {
      planned.plan().parameters().forEach(p -> planned.parameter(p.name(), fixed.get(p.name())[0]));
      planned.update();
      planned.select(lanes);
      for (int lane : lanes) {
        planned.inputs(fixed, lane, lane);
        planned.clearSums(lane);
      }
      planned.run(Plan.Phase.SOLVE, 0);
      return planned;
    }

    void evaluate(PlannedProgram planned, Plan.Phase phase, int evaluation, int... lanes) {
      for (int lane : lanes) {
        planned.inputs(moving(evaluation), lane, lane);
      }
      planned.run(phase, evaluation);
    }

    void reverse(PlannedProgram planned, int evaluation, int... lanes) {
      for (int lane : lanes) {
        planned.inputs(moving(evaluation), lane, lane);
        int image = lane;
        cotangents(evaluation).forEach((name, data) -> planned.cotangent(name, lane, data[image]));
      }
      planned.run(Plan.Phase.REVERSE_EVALUATION, evaluation);
    }
  }

  private static final int[] ALL = {0, 1, 2};

  @ParameterizedTest
  @MethodSource("seeds")
  void randomProgramsAgreeWithTheInterpreter(long seed) {
    compare(new Solve(seed), tuning(seed));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void samplesAgreeWithTheInterpreter(Sample sample) {
    Solve solve = new Solve(sample.program(), 7);
    compare(solve, Tuning.DEFAULT);
    sameBitsWithoutReverse(solve, Tuning.DEFAULT);
  }

  static List<Sample> samples() {
    return SamplePrograms.planned();
  }

  private static void compare(Solve solve, Tuning tuning) {
    InterpretedGradient reference = new InterpretedGradient(solve.gradient, LANES);
    try (PlannedProgram planned = solve.begin(tuning, ALL)) {
      for (int e = 0; e < EVALUATIONS; e++) {
        forward(solve, planned, reference, e);
      }
      for (int e = EVALUATIONS - 1; e >= 0; e--) {
        reverse(solve, planned, reference, e);
      }
      planned.run(Plan.Phase.REVERSE_SOLVE, 0);
      planned.run(Plan.Phase.REVERSE_UPDATE, 0);
      reference.reverseSolve();
      reference.reverseUpdate();
      double largest = reference.largest();
      for (Plan.Parameter p : planned.plan().parameters()) {
        double[] expected = reference.parameterGradient(p.name());
        requireClose(p.name(), expected, planned.parameterGradient(p.name()), largest);
      }
    }
  }

  private static void forward(
      Solve solve, PlannedProgram planned, InterpretedGradient reference, int e) {
    reference.evaluate(merged(solve, e));
    solve.evaluate(planned, Plan.Phase.EVALUATE_PRIMAL, e, ALL);
    double[][] primal = {planned.output("f", 0), planned.output("f", 1), planned.output("f", 2)};
    solve.evaluate(planned, Plan.Phase.EVALUATE, e, ALL);
    for (int lane : ALL) {
      assertArrayEquals(planned.output("f", lane), primal[lane], "f alone has the same bits");
      for (String name : solve.program.outputs().keySet()) {
        double[] expected = reference.output(name, lane);
        requireClose(name, expected, planned.output(name, lane), reference.largestForward());
      }
    }
  }

  private static Map<String, double[][]> merged(Solve solve, int e) {
    Map<String, double[][]> inputs = new LinkedHashMap<>(solve.fixed);
    inputs.putAll(solve.moving(e));
    return inputs;
  }

  private static void reverse(
      Solve solve, PlannedProgram planned, InterpretedGradient reference, int e) {
    reference.evaluate(merged(solve, e));
    reference.reverseEvaluation(solve.cotangents(e));
    solve.reverse(planned, e, ALL);
    for (int lane : ALL) {
      double[] expected = reference.stateGradient("z", lane);
      requireClose("gradient of z", expected, planned.stateGradient(lane), reference.largest());
    }
  }

  private static void requireClose(
      String name, double[] expected, double[] found, double intermediates) {
    double largest = 0;
    for (double e : expected) {
      largest = Math.max(largest, Math.abs(e));
    }
    double bound = OF_RESULT * largest + OF_INTERMEDIATES * intermediates;
    for (int i = 0; i < expected.length; i++) {
      double error = Math.abs(expected[i] - found[i]);
      int entry = i;
      assertTrue(
          error <= bound,
          () ->
              name
                  + "["
                  + entry
                  + "]: expected "
                  + expected[entry]
                  + ", found "
                  + found[entry]
                  + ", bound "
                  + bound);
    }
  }

  /** What a lane computes has the same bits alone, in pairs and in the whole group. */
  @ParameterizedTest
  @MethodSource("everyThirdSeed")
  void laneDoesNotDependOnItsGroup(long seed) {
    Solve solve = new Solve(seed);
    Tuning tuning = tuning(seed);
    double[][] together = results(solve, tuning, ALL)[1];
    assertArrayEquals(together, results(solve, tuning, 1)[0], "alone");
    assertArrayEquals(together, results(solve, tuning, 2, 1)[1], "in a pair");
  }

  /** A plan without a reverse keeps nothing for it, and computes the same bits. */
  @ParameterizedTest
  @MethodSource("everyThirdSeed")
  void evaluationWithoutReverseHasTheSameBits(long seed) {
    sameBitsWithoutReverse(new Solve(seed), tuning(seed));
  }

  private static void sameBitsWithoutReverse(Solve solve, Tuning tuning) {
    try (PlannedProgram both = solve.begin(tuning, ALL);
        PlannedProgram alone = solve.begin(new PlannedProgram(solve.program, tuning, LANES), ALL)) {
      solve.evaluate(both, Plan.Phase.EVALUATE, 0, ALL);
      solve.evaluate(alone, Plan.Phase.EVALUATE, 0, ALL);
      for (int lane : ALL) {
        for (String name : solve.program.outputs().keySet()) {
          assertArrayEquals(both.output(name, lane), alone.output(name, lane), name);
        }
      }
    }
  }

  /** Everything a lane computes, in the order in which the lanes were selected. */
  private static double[][][] results(Solve solve, Tuning tuning, int... lanes) {
    int names = solve.program.outputs().size();
    double[][][] results = new double[lanes.length][EVALUATIONS * (names + 1)][];
    try (PlannedProgram planned = solve.begin(tuning, lanes)) {
      for (int e = 0; e < EVALUATIONS; e++) {
        solve.evaluate(planned, Plan.Phase.EVALUATE, e, lanes);
        solve.reverse(planned, e, lanes);
        for (int i = 0; i < lanes.length; i++) {
          int at = e * (names + 1);
          results[i][at] = planned.stateGradient(lanes[i]);
          for (String name : solve.program.outputs().keySet()) {
            results[i][++at] = planned.output(name, lanes[i]);
          }
        }
      }
    }
    return results;
  }
}
