package rivulet.ode.adjoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rivulet.ode.FrozenReplay;
import rivulet.ode.NonlinearSystem;
import rivulet.ode.RungeKuttaSolver;
import rivulet.ode.RungeKuttaSolverTest;
import rivulet.ode.SolverOptions;
import rivulet.ode.Stages;
import rivulet.ode.Trajectory;
import rivulet.ode.method.ButcherTableau;

/** The discrete adjoint against central differences with frozen steps. */
final class DiscreteAdjointGradientTest {
  private static final int LANES = 3;
  private static final int[] ALL = {2, 0, 1};
  private static final double END = 1.7;
  private static final double[][] STARTS = {{0.5, 1.1}, {-0.8, 0.3}, {1.9, -1.2}};
  private static final double[][] WEIGHTS = {
    {1, 0.5, 0.7, -0.3}, {-0.4, 2, 0, 1}, {0.3, -1, 1.5, 0.2}
  };

  static List<SolverOptions> options() {
    return Stream.concat(
            ButcherTableau.names().stream().map(name -> SolverOptions.fixed(name, 6)),
            RungeKuttaSolverTest.adaptive().stream()
                .map(name -> SolverOptions.adaptive(name, 1e-4)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("options")
  void equalsCentralDifferences(SolverOptions options) {
    Gradient found = new Gradient(options, Integer.MAX_VALUE);
    double[] theta = found.system.theta;
    for (int lane = 0; lane < LANES; lane++) {
      FrozenReplay replay = new FrozenReplay(options.tableau(), found.trajectory, lane);
      double[] end = replay.run(theta, STARTS[lane]);
      assertArrayEquals(found.end(lane), end, 1e-12);
      int weighted = lane;
      double[] start = differences(STARTS[lane], y -> dot(replay.run(theta, y), WEIGHTS[weighted]));
      for (int d = 0; d < 2; d++) {
        int register = found.adjoint.cotangent();
        assertClose(start[d], found.system.get(lane, register, d), "start " + d);
      }
    }
    double[] parameters = differences(theta, changed -> total(options, found, changed));
    for (int i = 0; i < 3; i++) {
      assertClose(parameters[i], found.system.thetaGradient[i], "parameter " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("options")
  void recomputedStagesGiveTheSameBits(SolverOptions options) {
    Gradient kept = new Gradient(options, Integer.MAX_VALUE);
    Gradient dropped = new Gradient(options, new Stages(options.tableau()).slotsPerStep());
    assertTrue(dropped.system.evaluations > kept.system.evaluations);
    int register = kept.adjoint.cotangent();
    assertArrayEquals(kept.system.register(register), dropped.system.register(register), 0);
    assertArrayEquals(kept.system.thetaGradient, dropped.system.thetaGradient, 0);
  }

  @Test
  void aSystemThatKeepsTooLittleIsTold() {
    SolverOptions options = SolverOptions.fixed("rk4", 3);
    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> new Gradient(options, 2));
    assertEquals(
        "adjoint: the system dropped residuals of step 2 of lane 2 just evaluated; it must hold 4"
            + " slots per lane",
        thrown.getMessage());
  }

  @Test
  void aRecordingOfAnotherMethodIsRefused() {
    Gradient solved = new Gradient(SolverOptions.fixed("rk4", 3), 100);
    DiscreteAdjoint other = new DiscreteAdjoint(ButcherTableau.named("bosh3"), LANES, 2);
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> other.solve(solved.system, ALL, 1, solved.trajectory, new double[2 * LANES]));
    assertEquals("adjoint: lane 2 was not recorded with 'bosh3'", thrown.getMessage());
  }

  private static double total(SolverOptions options, Gradient found, double[] theta) {
    double sum = 0;
    for (int lane = 0; lane < LANES; lane++) {
      FrozenReplay replay = new FrozenReplay(options.tableau(), found.trajectory, lane);
      sum += dot(replay.run(theta, STARTS[lane]), WEIGHTS[lane]);
    }
    return sum;
  }

  private static double[] differences(double[] at, ToDoubleFunction<double[]> function) {
    double step = 1e-5;
    double[] gradient = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      double[] up = at.clone();
      double[] down = at.clone();
      up[i] += step;
      down[i] -= step;
      gradient[i] = (function.applyAsDouble(up) - function.applyAsDouble(down)) / (up[i] - down[i]);
    }
    return gradient;
  }

  private static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }

  private static void assertClose(double expected, double found, String what) {
    assertEquals(expected, found, 1e-7 * Math.max(1, Math.abs(expected)), what);
  }

  /** A recorded solve and its adjoint; lanes start and are weighted as above. */
  private static final class Gradient {
    final RungeKuttaSolver solver;
    final DiscreteAdjoint adjoint;
    final NonlinearSystem system;
    final Trajectory trajectory = new Trajectory(LANES);
    private final double[] ends;

    Gradient(SolverOptions options, int capacity) {
      solver = new RungeKuttaSolver(options, LANES, 2);
      adjoint = new DiscreteAdjoint(options.tableau(), LANES, 2);
      system = new NonlinearSystem(LANES, adjoint.registers(), capacity);
      double[] quadratureWeights = new double[2 * LANES];
      for (int lane = 0; lane < LANES; lane++) {
        for (int d = 0; d < 2; d++) {
          system.set(lane, 0, d, STARTS[lane][d]);
          system.set(lane, adjoint.cotangent(), d, WEIGHTS[lane][d]);
          quadratureWeights[2 * lane + d] = WEIGHTS[lane][2 + d];
        }
      }
      solver.solve(system, ALL, LANES, 0, END, trajectory);
      ends = system.register(0).clone();
      adjoint.solve(system, ALL, LANES, trajectory, quadratureWeights);
    }

    double[] end(int lane) {
      return new double[] {
        ends[2 * lane], ends[2 * lane + 1], solver.quadrature(lane, 0), solver.quadrature(lane, 1)
      };
    }
  }
}
