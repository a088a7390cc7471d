package rivulet.ode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rivulet.ode.method.ButcherTableau;

/** Hard fields end in a status, with the last good state. */
final class SolverStatusTest {
  private static final int[] LANE = {0};

  static List<String> adaptive() {
    return RungeKuttaSolverTest.adaptive();
  }

  /** y' = y², y(0) = 1 has its pole at t = 1. */
  @ParameterizedTest
  @MethodSource("adaptive")
  void aBlowUpIsReported(String name) {
    double tolerance = ButcherTableau.named(name).errorPower() <= 2 ? 1e-3 : 1e-6;
    RungeKuttaSolver solver = FieldSystem.solver(SolverOptions.adaptive(name, tolerance));
    FieldSystem system =
        new FieldSystem((t, y, dy) -> dy[0] = y[0] * y[0], 1, 1, solver.registers()).start(0, 1);
    solver.solve(system, LANE, 1, 0, 2, Trajectory.none());
    Solution solution = solver.solution();
    assertNotEquals(Status.FINISHED, solution.status(0));
    assertNotEquals(Status.UNFINISHED, solution.status(0));
    assertEquals(1, solution.time(0), 0.02, solution.describe(0));
    assertTrue(system.isFinite(0, 0) && system.get(0, 0, 0) > 50);
  }

  @Test
  void aStiffFieldRunsOutOfSteps() {
    SolverOptions options =
        new SolverOptions(
            ButcherTableau.named("dopri5"), AdaptiveSteps.of(Tolerance.of(1e-6)).withMaxSteps(500));
    RungeKuttaSolver solver = FieldSystem.solver(options);
    FieldSystem system =
        new FieldSystem(Field.vanDerPol(1000), 2, 1, solver.registers()).start(0, 2, 0);
    solver.solve(system, LANE, 1, 0, 3000, Trajectory.none());
    Solution solution = solver.solution();
    assertEquals(Status.TOO_MANY_STEPS, solution.status(0));
    assertEquals(500, solution.accepted(0) + solution.rejected(0));
    assertTrue(solution.time(0) > 0.1 && solution.time(0) < 10, solution.describe(0));
    assertTrue(
        solution.describe(0).startsWith("lane 0: too many steps at t = ")
            && solution.describe(0).contains("allow more steps"),
        solution.describe(0));
  }

  @ParameterizedTest
  @MethodSource("adaptive")
  void everyMethodComesToAnEndOnAStiffField(String name) {
    AdaptiveSteps few = AdaptiveSteps.of(Tolerance.of(1e-5)).withMaxSteps(300);
    RungeKuttaSolver solver =
        FieldSystem.solver(new SolverOptions(ButcherTableau.named(name), few));
    FieldSystem system =
        new FieldSystem(Field.vanDerPol(1000), 2, 1, solver.registers()).start(0, 2, 0);
    solver.solve(system, LANE, 1, 0, 3000, Trajectory.none());
    assertEquals(Status.TOO_MANY_STEPS, solver.solution().status(0));
    assertEquals(300, solver.solution().accepted(0) + solver.solution().rejected(0));
    assertTrue(system.isFinite(0, 0), "the last good state");
    assertTrue(solver.solution().errorRatio(0) >= 0 && solver.solution().step(0) > 0);
  }

  /** A jump of the field at t = ½ costs small steps, and is crossed with the tolerance kept. */
  @ParameterizedTest
  @MethodSource("adaptive")
  void aJumpInTimeIsCrossed(String name) {
    RungeKuttaSolver solver = FieldSystem.solver(SolverOptions.adaptive(name, 1e-6));
    Field field = (t, y, dy) -> dy[0] = t < 0.5 ? 1 : -2;
    FieldSystem system = new FieldSystem(field, 1, 1, solver.registers());
    solver.solve(system, LANE, 1, 0, 1, Trajectory.none());
    Solution solution = solver.solution();
    assertEquals(Status.FINISHED, solution.status(0), solution.describe(0));
    assertEquals(-0.5, system.get(0, 0, 0), unseen(name, 1e-4));
    assertTrue(solution.rejected(0) > 0, solution.describe(0));
  }

  /** Two stages that both lie before a jump do not see it: one step may go over it. */
  private static double unseen(String name, double seen) {
    return ButcherTableau.named(name).stages() == 2 ? 0.05 : seen;
  }

  /** y' = −sign y slides along 0 from t = ½ on: no solution goes on there, and no solve hangs. */
  @ParameterizedTest
  @MethodSource("adaptive")
  void aFieldThatSwitchesBackAndForthEndsInAStatus(String name) {
    AdaptiveSteps steps = AdaptiveSteps.of(Tolerance.of(1e-12)).withMaxSteps(2000);
    RungeKuttaSolver solver =
        FieldSystem.solver(new SolverOptions(ButcherTableau.named(name), steps));
    Field field = (t, y, dy) -> dy[0] = y[0] > 0 ? -1 : 1;
    FieldSystem system = new FieldSystem(field, 1, 1, solver.registers()).start(0, 0.5);
    solver.solve(system, LANE, 1, 0, 1, Trajectory.none());
    Solution solution = solver.solution();
    assertNotEquals(Status.UNFINISHED, solution.status(0));
    assertNotEquals(Status.FINISHED, solution.status(0));
    assertEquals(0.5, solution.time(0), unseen(name, 1e-6), solution.describe(0));
    assertEquals(0, system.get(0, 0, 0), unseen(name, 1e-6), "the last good state");
    assertTrue(solution.describe(0).contains("h = ") && solution.describe(0).contains("loosen"));
  }

  @ParameterizedTest
  @MethodSource("adaptive")
  void aFieldThatIsNotANumberFromTheStartIsReported(String name) {
    RungeKuttaSolver solver = FieldSystem.solver(SolverOptions.adaptive(name, 1e-6));
    FieldSystem system =
        new FieldSystem((t, y, dy) -> dy[0] = Double.NaN, 1, 1, solver.registers()).start(0, 7);
    solver.solve(system, LANE, 1, 0, 1, Trajectory.none());
    assertEquals(Status.NON_FINITE, solver.solution().status(0));
    assertEquals(1, system.calls);
    assertEquals(7, system.get(0, 0, 0));
  }

  /** √ of a negative number from t = ½ on: the solve gets there and stops. */
  @ParameterizedTest
  @MethodSource("adaptive")
  void aFieldThatStopsBeingANumberIsReportedWhereItDoes(String name) {
    RungeKuttaSolver solver = FieldSystem.solver(SolverOptions.adaptive(name, 1e-3));
    Field field = (t, y, dy) -> dy[0] = t > 0.5 ? Double.NaN : 1;
    FieldSystem system = new FieldSystem(field, 1, 1, solver.registers());
    Trajectory trajectory = new Trajectory(1);
    solver.solve(system, LANE, 1, 0, 1, trajectory);
    assertEquals(Status.NON_FINITE, solver.solution().status(0), solver.solution().describe(0));
    assertStoppedAtHalf(solver.solution(), trajectory);
    assertEquals(solver.solution().time(0), system.get(0, 0, 0), 1e-12);
  }

  /** A method without a node at the end of its step may step over the edge, but only once. */
  private static void assertStoppedAtHalf(Solution solution, Trajectory trajectory) {
    double beyond = solution.time(0) - 0.5;
    double lastStep = trajectory.step(0, trajectory.accepted(0) - 1);
    assertTrue(beyond > -1e-9 && beyond < lastStep, solution.describe(0));
  }

  @Test
  void aQuadratureThatIsNotFiniteIsReported() {
    RungeKuttaSolver solver = new RungeKuttaSolver(SolverOptions.adaptive("bosh3", 1e-3), 1, 1);
    Field rates = (t, y, r) -> r[0] = t > 0.5 ? Double.POSITIVE_INFINITY : 1;
    FieldSystem system =
        new FieldSystem((t, y, dy) -> dy[0] = 1, 1, 1, solver.registers(), rates, 1);
    Trajectory trajectory = new Trajectory(1);
    solver.solve(system, LANE, 1, 0, 1, trajectory);
    assertEquals(Status.NON_FINITE, solver.solution().status(0));
    assertStoppedAtHalf(solver.solution(), trajectory);
    assertEquals(solver.solution().time(0), solver.quadrature(0, 0), 1e-12);
  }

  @Test
  void fixedStepsReportOverflow() {
    RungeKuttaSolver solver = FieldSystem.solver(SolverOptions.fixed("rk4", 30));
    FieldSystem system =
        new FieldSystem((t, y, dy) -> dy[0] = y[0] * y[0], 1, 1, solver.registers()).start(0, 1);
    solver.solve(system, LANE, 1, 0, 3, Trajectory.none());
    assertEquals(Status.NON_FINITE, solver.solution().status(0));
    assertTrue(system.isFinite(0, 0));
  }

  @Test
  void aSmallestStepIsKeptTo() {
    SolverOptions options =
        new SolverOptions(
            ButcherTableau.named("bosh3"), AdaptiveSteps.of(Tolerance.of(1e-9)).withMinStep(0.1));
    RungeKuttaSolver solver = FieldSystem.solver(options);
    FieldSystem system = new FieldSystem(Field.spiral(), 2, 1, solver.registers()).start(0, 1, 0);
    solver.solve(system, LANE, 1, 0, 2, Trajectory.none());
    assertEquals(Status.STEP_TOO_SMALL, solver.solution().status(0));
    assertEquals(0.1, solver.solution().step(0), 1e-15);
    assertTrue(solver.solution().errorRatio(0) > 1);
  }
}
