package rivulet.ode.adjoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.ode.NonlinearSystem;
import rivulet.ode.RungeKuttaSolver;
import rivulet.ode.SolverOptions;
import rivulet.ode.Trajectory;

/** Few snapshots give the same gradient, and binomial checkpointing the fewest repetitions. */
final class CheckpointsTest {
  private static final int[] LANE = {0};

  /** t(l, s) = r l − C(s + r, r − 1) with C(s + r − 1, s) &lt; l ≤ C(s + r, s). */
  private static long fewestRuns(int steps, int snapshots) {
    int runs = 0;
    while (Checkpoints.reach(snapshots, runs) < steps) {
      runs++;
    }
    return (long) runs * steps - Checkpoints.reach(snapshots + 1, runs - 1);
  }

  /** Steps run again when l steps are reversed from a snapshot at their start. */
  private static long runs(int steps, int snapshots) {
    if (steps <= 1) {
      return 0;
    }
    int first = Checkpoints.advance(steps, snapshots);
    if (snapshots == 1) {
      return first + runs(first, 1);
    }
    return first + runs(steps - first, snapshots - 1) + runs(first, snapshots);
  }

  @Test
  void theNumberOfRepeatedStepsIsTheLeast() {
    for (int snapshots = 1; snapshots <= 9; snapshots++) {
      for (int steps = 1; steps <= 400; steps++) {
        String what = steps + " steps, " + snapshots + " snapshots";
        assertEquals(fewestRuns(steps, snapshots), runs(steps, snapshots), what);
      }
    }
    assertEquals(0, runs(1, 1));
    assertEquals(45, runs(10, 1));
    assertEquals(15, runs(10, 3), "all ten within C(3 + 2, 2) = 10, so none more than twice");
  }

  @Test
  void reachIsBinomial() {
    assertEquals(10, Checkpoints.reach(3, 2));
    assertEquals(1, Checkpoints.reach(5, 0));
    assertEquals(0, Checkpoints.reach(5, -1));
    assertEquals(252, Checkpoints.reach(5, 5));
  }

  /** Going forward, snapshots stay evenly spaced and within the limit, whatever the length. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 8, 64})
  void forwardTheyNeverExceedTheLimit(int limit) {
    Checkpoints checkpoints = new Checkpoints(limit);
    int stored = 0;
    for (int step = 0; step < 1000; step++) {
      int place = checkpoints.forward(step);
      assertTrue(place < limit, "place " + place);
      stored += place >= 0 ? 1 : 0;
      if (step < limit - limit / 4) {
        assertTrue(place >= 0, "the first steps are all kept");
      }
    }
    assertTrue(stored < 1000);
    int stride = 1000 - checkpoints.lastStep();
    assertTrue(stride <= 1000 / Math.max(1, limit / 4) + 1, "last snapshot " + stride + " back");
  }

  /** Long solves with hardly any memory: the same bits as with all of it. */
  @ParameterizedTest
  @CsvSource({
    "bosh3, 1",
    "bosh3, 2",
    "bosh3, 5",
    "bosh3, 16",
    "rk4, 3",
    "dopri5, 4",
    "dop853, 4",
    "euler, 6"
  })
  void theGradientHasTheSameBits(String method, int snapshots) {
    Run whole = new Run(method, Trajectory.SNAPSHOTS);
    Run thin = new Run(method, snapshots);
    assertArrayEquals(whole.gradient(), thin.gradient(), 0);
    assertTrue(thin.system.evaluations > whole.system.evaluations);
    assertEquals(Run.STEPS, thin.adjoint.solution().accepted(0));
    assertTrue(thin.adjoint.solution().evaluations(0) > whole.adjoint.solution().evaluations(0));
    assertArrayEquals(whole.gradient(), thin.again(), 0, "a recording can be reversed twice");
  }

  @Test
  void sizesAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> new Trajectory(1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Trajectory(0, 1));
  }

  /** One lane of {@link NonlinearSystem} that keeps the residuals of one step. */
  private static final class Run {
    static final int STEPS = 120;
    final DiscreteAdjoint adjoint;
    final NonlinearSystem system;
    final Trajectory trajectory;
    private final double[] weights = {0.7, -0.3};

    Run(String method, int snapshots) {
      SolverOptions options = SolverOptions.fixed(method, STEPS);
      RungeKuttaSolver solver = new RungeKuttaSolver(options, 1, 2);
      adjoint = new DiscreteAdjoint(options.tableau(), 1, 2);
      system = new NonlinearSystem(1, adjoint.registers(), solver.slotsPerStep());
      trajectory = new Trajectory(1, snapshots);
      system.set(0, 0, 0, 0.5);
      system.set(0, 0, 1, 1.1);
      solver.solve(system, LANE, 1, 0, 3, trajectory);
      reverse();
    }

    private void reverse() {
      system.set(0, adjoint.cotangent(), 0, 1);
      system.set(0, adjoint.cotangent(), 1, 0.5);
      adjoint.solve(system, LANE, 1, trajectory, weights);
    }

    double[] gradient() {
      int register = adjoint.cotangent();
      double[] theta = system.thetaGradient;
      return new double[] {
        system.get(0, register, 0), system.get(0, register, 1), theta[0], theta[1], theta[2]
      };
    }

    double[] again() {
      Arrays.fill(system.thetaGradient, 0);
      reverse();
      return gradient();
    }
  }
}
