package rivulet.ode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.ode.method.ButcherTableau;

public final class RungeKuttaSolverTest {
  private static final int[] LANE = {0};

  public static List<String> adaptive() {
    return ButcherTableau.names().stream()
        .filter(name -> ButcherTableau.named(name).estimatesError())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("adaptive")
  void keepsToTheTolerance(String name) {
    double tolerance = name.equals("dopri8") ? 1e-10 : 1e-6;
    RungeKuttaSolver solver = FieldSystem.solver(SolverOptions.adaptive(name, tolerance));
    FieldSystem system = spiral(solver);
    solver.solve(system, LANE, 1, 0, 2, Trajectory.none());
    assertEquals(Status.FINISHED, solver.solution().status(0));
    assertEquals(StrictMath.exp(-1) * StrictMath.cos(4), system.get(0, 0, 0), 200 * tolerance);
    assertEquals(system.calls, solver.solution().evaluations(0));
  }

  @ParameterizedTest
  @MethodSource("adaptive")
  void aSmallerToleranceTakesMoreStepsAndErrsLess(String name) {
    double[] errors = new double[2];
    int[] steps = new int[2];
    double coarse = name.equals("dopri8") ? 1e-6 : 1e-3;
    for (int i = 0; i < 2; i++) {
      RungeKuttaSolver solver =
          FieldSystem.solver(SolverOptions.adaptive(name, i == 0 ? coarse : coarse * 1e-4));
      FieldSystem system = spiral(solver);
      solver.solve(system, LANE, 1, 0, 2, Trajectory.none());
      errors[i] = Math.abs(system.get(0, 0, 0) - StrictMath.exp(-1) * StrictMath.cos(4));
      steps[i] = solver.solution().accepted(0);
    }
    assertTrue(errors[1] < errors[0] / 100, errors[0] + " then " + errors[1]);
    assertTrue(steps[1] > steps[0]);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1, 0.3333333333, 1e-9, 1234.5, -0.7, -3})
  void theLastStepLandsExactly(double end) {
    for (SolverOptions options :
        List.of(SolverOptions.adaptive("bosh3", 1e-4), SolverOptions.fixed("rk4", 7))) {
      RungeKuttaSolver solver = FieldSystem.solver(options);
      FieldSystem system =
          new FieldSystem((t, y, dy) -> dy[0] = StrictMath.cos(t), 1, 1, solver.registers());
      Trajectory trajectory = new Trajectory(1);
      solver.solve(system, LANE, 1, 0.05, end, trajectory);
      assertEquals(Status.FINISHED, solver.solution().status(0), solver.solution().describe(0));
      int steps = trajectory.accepted(0);
      assertEquals(end, trajectory.time(0, steps));
      assertEquals(end, solver.solution().time(0));
      assertNoTinyLastStep(trajectory, steps);
    }
  }

  private static void assertNoTinyLastStep(Trajectory trajectory, int steps) {
    if (steps > 1) {
      double last = Math.abs(trajectory.step(0, steps - 1));
      assertTrue(last > 0.15 * Math.abs(trajectory.step(0, steps - 2)), "last step " + last);
    }
  }

  @Test
  void backwardsReturnsToTheStart() {
    RungeKuttaSolver solver = FieldSystem.solver(SolverOptions.adaptive("dopri5", 1e-10));
    FieldSystem system =
        new FieldSystem(Field.lotkaVolterra(), 2, 1, solver.registers()).start(0, 1.5, 0.7);
    solver.solve(system, LANE, 1, 0, 3, Trajectory.none());
    assertTrue(Math.abs(system.get(0, 0, 0) - 1.5) > 0.1);
    solver.solve(system, LANE, 1, 3, 0, Trajectory.none());
    assertArrayEquals(new double[] {1.5, 0.7}, system.register(0), 1e-8);
  }

  @Test
  void anEmptyIntervalChangesNothing() {
    RungeKuttaSolver solver = FieldSystem.solver(SolverOptions.adaptive("dopri5", 1e-5));
    FieldSystem system = spiral(solver);
    solver.solve(system, LANE, 1, 2, 2, Trajectory.none());
    assertEquals(Status.FINISHED, solver.solution().status(0));
    assertEquals(0, system.calls);
    assertArrayEquals(new double[] {1, 0}, system.register(0));
  }

  @ParameterizedTest
  @MethodSource("adaptive")
  void aZeroFieldTakesOneStep(String name) {
    RungeKuttaSolver solver = FieldSystem.solver(SolverOptions.adaptive(name, 1e-5));
    FieldSystem system =
        new FieldSystem((t, y, dy) -> dy[0] = 0, 1, 1, solver.registers()).start(0, 2.5);
    solver.solve(system, LANE, 1, 0, 1, Trajectory.none());
    assertEquals(ButcherTableau.named(name).stages(), system.calls);
    assertEquals(1, solver.solution().accepted(0));
    assertEquals(2.5, system.get(0, 0, 0));
  }

  /** A field that wakes up later is not slept through. */
  @Test
  void theShortWayOutIsStillErrorControlled() {
    RungeKuttaSolver solver = FieldSystem.solver(SolverOptions.adaptive("dopri5", 1e-8));
    FieldSystem system =
        new FieldSystem((t, y, dy) -> dy[0] = 9 * StrictMath.pow(t, 8), 1, 1, solver.registers());
    solver.solve(system, LANE, 1, 0, 1, Trajectory.none());
    assertEquals(1, system.get(0, 0, 0), 1e-6);
    assertTrue(solver.solution().accepted(0) > 2);
  }

  /** First-same-as-last: s evaluations for the first step, s − 1 for each further one. */
  @Test
  void fsalMethodsReuseTheLastStage() {
    RungeKuttaSolver solver = FieldSystem.solver(SolverOptions.fixed("dopri5", 10));
    FieldSystem system = spiral(solver);
    solver.solve(system, LANE, 1, 0, 2, Trajectory.none());
    assertEquals(1 + 9 * 6 + 5, system.calls, "the very last stage is not needed either");
    RungeKuttaSolver plain = FieldSystem.solver(SolverOptions.fixed("rk4", 10));
    FieldSystem other = spiral(plain);
    plain.solve(other, LANE, 1, 0, 2, Trajectory.none());
    assertEquals(40, other.calls);
  }

  @ParameterizedTest
  @ValueSource(strings = {"integral", "pi", "pid"})
  void everyControllerFinishesWithFewRejections(String kind) {
    StepController controller =
        switch (kind) {
          case "integral" -> StepController.integral();
          case "pi" -> StepController.proportionalIntegral();
          default -> StepController.proportionalIntegralDerivative();
        };
    SolverOptions options =
        new SolverOptions(
            ButcherTableau.named("dopri5"), AdaptiveSteps.of(Tolerance.of(1e-6)).with(controller));
    RungeKuttaSolver solver = FieldSystem.solver(options);
    FieldSystem system =
        new FieldSystem(Field.vanDerPol(3), 2, 1, solver.registers()).start(0, 2, 0);
    solver.solve(system, LANE, 1, 0, 20, Trajectory.none());
    Solution solution = solver.solution();
    assertEquals(Status.FINISHED, solution.status(0));
    assertTrue(solution.accepted(0) < 700, solution.describe(0));
    assertTrue(solution.rejected(0) * 4 < solution.accepted(0), solution.describe(0));
  }

  private static FieldSystem spiral(RungeKuttaSolver solver) {
    return new FieldSystem(Field.spiral(), 2, 1, solver.registers()).start(0, 1, 0);
  }
}
