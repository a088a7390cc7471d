package rivulet.ode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arenstorf's orbit closes after its period (Hairer, Nørsett, Wanner I, II.0). */
final class ArenstorfTest {
  private static final double MOON = 0.012277471;
  private static final double PERIOD = 17.0652165601579625588917206249;
  private static final double[] START = {0.994, 0, 0, -2.00158510637908252240537862224};

  @ParameterizedTest
  @CsvSource({
    "dopri8, 1e-13, 1e-9",
    "dop853, 1e-13, 1e-8",
    "dopri5, 1e-12, 1e-6",
    "tsit5, 1e-12, 1e-6"
  })
  void closes(String method, double tolerance, double bound) {
    RungeKuttaSolver solver = FieldSystem.solver(SolverOptions.adaptive(method, tolerance));
    FieldSystem system = solve(solver);
    assertEquals(Status.FINISHED, solver.solution().status(0), solver.solution().describe(0));
    assertArrayEquals(
        new double[] {START[0], START[1]},
        new double[] {system.get(0, 0, 0), system.get(0, 0, 1)},
        bound);
  }

  /** The close passage of the moon takes steps far smaller than the rest of the orbit. */
  @Test
  void stepsFollowTheOrbit() {
    RungeKuttaSolver solver = FieldSystem.solver(SolverOptions.adaptive("dopri5", 1e-7));
    Trajectory trajectory = new Trajectory(1);
    FieldSystem system = new FieldSystem(ArenstorfTest::field, 4, 1, solver.registers());
    solver.solve(system.start(0, START), new int[] {0}, 1, 0, PERIOD, trajectory);
    double smallest = Double.POSITIVE_INFINITY;
    double largest = 0;
    for (int step = 0; step < trajectory.accepted(0) - 1; step++) {
      smallest = Math.min(smallest, trajectory.step(0, step));
      largest = Math.max(largest, trajectory.step(0, step));
    }
    assertTrue(largest > 100 * smallest, smallest + " to " + largest);
  }

  private static FieldSystem solve(RungeKuttaSolver solver) {
    FieldSystem system = new FieldSystem(ArenstorfTest::field, 4, 1, solver.registers());
    solver.solve(system.start(0, START), new int[] {0}, 1, 0, PERIOD, Trajectory.none());
    return system;
  }

  private static void field(double t, double[] y, double[] dy) {
    double earth = cubedDistance(y[0] + MOON, y[1]);
    double moon = cubedDistance(y[0] - (1 - MOON), y[1]);
    dy[0] = y[2];
    dy[1] = y[3];
    dy[2] = y[0] + 2 * y[3] - (1 - MOON) * (y[0] + MOON) / earth;
    dy[2] -= MOON * (y[0] - (1 - MOON)) / moon;
    dy[3] = y[1] - 2 * y[2] - (1 - MOON) * y[1] / earth - MOON * y[1] / moon;
  }

  private static double cubedDistance(double x, double y) {
    double squared = x * x + y * y;
    return squared * Math.sqrt(squared);
  }
}
