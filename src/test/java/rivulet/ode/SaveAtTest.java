package rivulet.ode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.ode.method.ButcherTableau;

/** States at given times: on the way there and back, without influence on the solve. */
final class SaveAtTest {
  private static final int[] LANE = {0};

  static List<String> adaptive() {
    return RungeKuttaSolverTest.adaptive();
  }

  private record Saved(int lane, int index, double time, double y0, double y1) {}

  private static final class Run {
    final RungeKuttaSolver solver;
    final FieldSystem system;
    final List<Saved> saved = new ArrayList<>();

    Run(SolverOptions options) {
      solver = FieldSystem.solver(options);
      system = new FieldSystem(Field.spiral(), 2, 1, solver.registersToSave());
    }

    void solve(double t0, double t1, double... times) {
      double[] start = exact(t0);
      SaveAt saveAt =
          new SaveAt(
              times,
              (lane, index, time, register) ->
                  saved.add(
                      new Saved(
                          lane,
                          index,
                          time,
                          system.get(lane, register, 0),
                          system.get(lane, register, 1))));
      system.start(0, start);
      solver.solve(system, LANE, 1, t0, t1, Trajectory.none(), saveAt);
    }
  }

  private static double[] exact(double t) {
    double size = StrictMath.exp(-0.5 * t);
    return new double[] {size * StrictMath.cos(2 * t), size * StrictMath.sin(2 * t)};
  }

  /** Ends, start, times within one step and times steps apart. */
  @ParameterizedTest
  @MethodSource("adaptive")
  void everyTimeIsMetOnceAndInOrder(String name) {
    boolean second = ButcherTableau.named(name).order() == 2;
    for (boolean back : new boolean[] {false, true}) {
      Run run = new Run(SolverOptions.adaptive(name, second ? 1e-6 : 1e-8));
      double[] times = {0, 1e-9, 0.4, 0.4000001, 0.41, 1, 1.9, 2};
      if (back) {
        double[] reversed = {2, 1.9, 1, 0.41, 0.4000001, 0.4, 1e-9, 0};
        run.solve(2, 0, reversed);
        assertSaved(run, reversed);
      } else {
        run.solve(0, 2, times);
        assertSaved(run, times);
      }
    }
  }

  private static void assertSaved(Run run, double[] times) {
    assertEquals(times.length, run.saved.size());
    for (int i = 0; i < times.length; i++) {
      Saved saved = run.saved.get(i);
      assertEquals(i, saved.index());
      assertEquals(times[i], saved.time());
      assertArrayEquals(exact(times[i]), new double[] {saved.y0(), saved.y1()}, 2e-4);
    }
    assertEquals(run.saved.getLast().y0(), run.system.get(0, 0, 0), "the end is the state itself");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bosh3", "dopri5", "dop853", "cash-karp"})
  void theSolveIsTheSameToTheLastBit(String name) {
    Run with = new Run(SolverOptions.adaptive(name, 1e-6));
    with.solve(0, 2, 0.3, 0.31, 1.7);
    Run without = new Run(SolverOptions.adaptive(name, 1e-6));
    without.solve(0, 2);
    assertArrayEquals(without.system.register(0), with.system.register(0), 0);
    assertEquals(
        without.solver.solution().accepted(0), with.solver.solution().accepted(0), "steps");
    assertEquals(with.system.calls, with.solver.solution().evaluations(0), "all are counted");
  }

  @Test
  void fixedStepsSaveToo() {
    Run run = new Run(SolverOptions.fixed("rk4", 40));
    run.solve(0, 2, 0.05, 0.07, 1.23);
    assertEquals(3, run.saved.size());
    assertArrayEquals(
        exact(1.23), new double[] {run.saved.get(2).y0(), run.saved.get(2).y1()}, 5e-6);
  }

  @Test
  void anEmptyIntervalSavesItsOnlyTime() {
    Run run = new Run(SolverOptions.adaptive("dopri5", 1e-6));
    run.solve(1, 1, 1, 1);
    assertEquals(2, run.saved.size());
    assertEquals(exact(1)[0], run.saved.get(1).y0());
  }

  /** A lane that fails hands out what it reached. */
  @Test
  void timesAfterAFailureAreLeftOut() {
    RungeKuttaSolver solver = FieldSystem.solver(SolverOptions.adaptive("dopri5", 1e-6));
    FieldSystem system =
        new FieldSystem((t, y, dy) -> dy[0] = y[0] * y[0], 1, 1, solver.registersToSave());
    List<Double> found = new ArrayList<>();
    SaveAt saveAt =
        new SaveAt(
            new double[] {0.5, 0.75, 1.5},
            (lane, index, time, register) -> found.add(system.get(lane, register, 0)));
    solver.solve(system.start(0, 1), LANE, 1, 0, 2, Trajectory.none(), saveAt);
    assertTrue(!solver.solution().finished(0));
    assertEquals(2, found.size());
    assertEquals(2, found.get(0), 1e-4);
    assertEquals(4, found.get(1), 1e-3);
  }

  @Test
  void timesOutsideOrTurningBackAreRefused() {
    Run run = new Run(SolverOptions.adaptive("dopri5", 1e-6));
    for (double[] wrong : new double[][] {{-0.1}, {2.1}, {1, 0.5}, {Double.NaN}}) {
      IllegalArgumentException thrown =
          assertThrows(IllegalArgumentException.class, () -> run.solve(0, 2, wrong));
      assertTrue(thrown.getMessage().startsWith("save: time "), thrown.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> run.solve(2, 0, 0.5, 1));
  }
}
