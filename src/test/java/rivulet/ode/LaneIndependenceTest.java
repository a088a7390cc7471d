package rivulet.ode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A lane's result is the same to the last bit in any company. */
final class LaneIndependenceTest {
  private static final int LANES = 5;

  static List<SolverOptions> options() {
    return List.of(
        SolverOptions.adaptive("bosh3", 1e-5),
        SolverOptions.adaptive("dopri5", 1e-7),
        SolverOptions.adaptive("fehlberg45", 1e-6),
        SolverOptions.adaptive("midpoint", 1e-3),
        SolverOptions.fixed("rk4", 9));
  }

  @ParameterizedTest
  @MethodSource("options")
  void bitsDoNotDependOnTheBatch(SolverOptions options) {
    Run together = new Run(options);
    together.solve(0, 1, 2, 3, 4);
    boolean differ = false;
    for (int lane = 0; lane < LANES; lane++) {
      Run alone = new Run(options);
      alone.solve(lane);
      Run pair = new Run(options);
      pair.solve((lane + 2) % LANES, lane);
      assertArrayEquals(together.bits(lane), alone.bits(lane));
      assertArrayEquals(together.bits(lane), pair.bits(lane));
      differ |= together.solver.solution().accepted(lane) != together.solver.solution().accepted(0);
    }
    assertEquals(options.steps() instanceof AdaptiveSteps, differ, "lanes take different steps");
    assertTrue(together.solver.solution().finished(3));
  }

  @ParameterizedTest
  @MethodSource("options")
  void aSolverUsedBeforeGivesTheSameBits(SolverOptions options) {
    Run used = new Run(options);
    used.solve(4, 2, 0);
    Run fresh = new Run(options);
    fresh.solve(1, 3);
    used.solve(1, 3);
    assertArrayEquals(fresh.bits(1), used.bits(1));
    assertArrayEquals(fresh.bits(3), used.bits(3));
  }

  private static final class Run {
    final RungeKuttaSolver solver;
    final FieldSystem system;
    final Trajectory trajectory = new Trajectory(LANES);

    Run(SolverOptions options) {
      solver = new RungeKuttaSolver(options, LANES, 1);
      Field rates = (t, y, r) -> r[0] = y[0] * y[1] + t;
      system = new FieldSystem(Field.lotkaVolterra(), 2, LANES, solver.registers(), rates, 1);
      for (int lane = 0; lane < LANES; lane++) {
        system.start(lane, 1 + 0.9 * lane, 1 / (1 + 2.0 * lane));
      }
    }

    void solve(int... lanes) {
      solver.solve(system, lanes, lanes.length, 0, 2, trajectory);
    }

    long[] bits(int lane) {
      Solution solution = solver.solution();
      int steps = trajectory.accepted(lane);
      long[] bits = new long[steps + 7];
      for (int step = 0; step < steps; step++) {
        bits[step] = Double.doubleToRawLongBits(trajectory.step(lane, step));
      }
      bits[steps] = Double.doubleToRawLongBits(system.get(lane, 0, 0));
      bits[steps + 1] = Double.doubleToRawLongBits(system.get(lane, 0, 1));
      bits[steps + 2] = Double.doubleToRawLongBits(solver.quadrature(lane, 0));
      bits[steps + 3] = solution.accepted(lane);
      bits[steps + 4] = solution.rejected(lane);
      bits[steps + 5] = solution.evaluations(lane);
      bits[steps + 6] = Double.doubleToRawLongBits(solution.errorRatio(lane));
      return bits;
    }
  }
}
