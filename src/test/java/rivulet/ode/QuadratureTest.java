package rivulet.ode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rivulet.ode.method.ButcherTableau;

/** Quadratures against closed forms (docs/mathematics.md section 6). */
final class QuadratureTest {
  private static final int[] LANE = {0};

  static List<String> adaptive() {
    return RungeKuttaSolverTest.adaptive();
  }

  /** tanh field: ∫ f'(x) dt = ln |f(x_T)/f(x_0)| and sinh x_T = e^T sinh x_0. */
  @ParameterizedTest
  @MethodSource("adaptive")
  void theLogDeterminantOfAScalarFieldIsTheLogOfItsRatio(String name) {
    double tolerance = ButcherTableau.named(name).errorPower() <= 2 ? 1e-6 : 1e-9;
    RungeKuttaSolver solver = new RungeKuttaSolver(SolverOptions.adaptive(name, tolerance), 1, 2);
    FieldSystem system = tanh(solver).start(0, 0.3);
    solver.solve(system, LANE, 1, 0, 1.5, Trajectory.none());
    double end = system.get(0, 0, 0);
    double bound = 300 * tolerance;
    assertEquals(StrictMath.exp(1.5) * StrictMath.sinh(0.3), StrictMath.sinh(end), bound);
    double ratio = StrictMath.tanh(end) / StrictMath.tanh(0.3);
    assertEquals(StrictMath.log(ratio), solver.quadrature(0, 0), bound);
    assertEquals(1.5, solver.quadrature(0, 1), 1e-12);
  }

  @Test
  void backwardsTheyChangeSign() {
    RungeKuttaSolver solver = new RungeKuttaSolver(SolverOptions.adaptive("dopri5", 1e-9), 1, 2);
    FieldSystem system = tanh(solver).start(0, 0.3);
    solver.solve(system, LANE, 1, 0, 1.5, Trajectory.none());
    double there = solver.quadrature(0, 0);
    solver.solve(system, LANE, 1, 1.5, 0, Trajectory.none());
    assertEquals(-there, solver.quadrature(0, 0), 1e-7);
    assertEquals(-1.5, solver.quadrature(0, 1), 1e-12);
  }

  /** Rates are not asked for where they do not count: b₂ = 0, the starting step, the last stage. */
  @Test
  void ratesAreEvaluatedOnlyWhereTheyCount() {
    RungeKuttaSolver solver = new RungeKuttaSolver(SolverOptions.adaptive("dopri5", 1e-9), 1, 2);
    FieldSystem system = tanh(solver).start(0, 0.3);
    solver.solve(system, LANE, 1, 0, 1.5, Trajectory.none());
    Solution solution = solver.solution();
    assertEquals(0, solution.rejected(0));
    int steps = solution.accepted(0);
    assertTrue(steps > 3);
    assertEquals(2 + 6 * steps, system.calls);
    assertEquals(5 * steps, system.rateCalls);
  }

  private static FieldSystem tanh(RungeKuttaSolver solver) {
    Field rates =
        (t, y, r) -> {
          double th = StrictMath.tanh(y[0]);
          r[0] = 1 - th * th;
          r[1] = 1;
        };
    Field field = (t, y, dy) -> dy[0] = StrictMath.tanh(y[0]);
    return new FieldSystem(field, 1, 1, solver.registers(), rates, 2);
  }
}
