package rivulet.ode.adjoint;

import rivulet.ode.AdjointSystem;
import rivulet.ode.RungeKuttaSolver;
import rivulet.ode.Solution;
import rivulet.ode.SolverOptions;
import rivulet.ode.Stages;
import rivulet.ode.StepListener;
import rivulet.ode.Trajectory;
import rivulet.ode.method.ButcherTableau;

/**
 * The continuous adjoint without any record: the state is solved backwards from its end value
 * beside the cotangent, both under error control. It needs no memory for the way, but the state it
 * comes back through is not the one that was gone through: where the field contracts forward, its
 * errors grow backwards.
 */
public final class BacksolveAdjoint extends ContinuousAdjoint {
  private final RungeKuttaSolver solver;
  private final AdjointPath path;
  private final int[] group;
  private final boolean[] done;
  private final StepListener listener = this::accumulate;

  /**
   * An adjoint for systems with that many lanes and quadratures.
   *
   * @param options method and steps of the solves to go back over, used for the way back too
   * @param lanes lanes of the system, at least 1
   * @param quadratures rates per lane, may be 0
   */
  public BacksolveAdjoint(SolverOptions options, int lanes, int quadratures) {
    this(options.tableau(), options, new Stages(options.tableau()), lanes, quadratures);
  }

  private BacksolveAdjoint(
      ButcherTableau forward, SolverOptions back, Stages stages, int lanes, int quadratures) {
    super(forward, stages, stages.registers() + 1, lanes, quadratures);
    solver = new RungeKuttaSolver(back, lanes, 0);
    path = AdjointPath.withState(field, lanes, shift, stages);
    group = new int[lanes];
    done = new boolean[lanes];
  }

  @Override
  public Solution solution() {
    return solver.solution();
  }

  @Override
  void goBack(AdjointSystem system, int count, Trajectory trajectory) {
    for (int index = 0; index < count; index++) {
      done[lanes[index]] = false;
      path.begin(lanes[index]);
    }
    for (int index = 0; index < count; index++) {
      if (!done[lanes[index]]) {
        double start = trajectory.time(lanes[index], 0);
        double end = end(trajectory, lanes[index]);
        int size = gather(count, trajectory, start, end);
        solver.solve(path, group, size, end, start, Trajectory.none(), listener);
      }
    }
  }

  private static double end(Trajectory trajectory, int lane) {
    return trajectory.time(lane, trajectory.accepted(lane));
  }

  /** Lanes that go the same way back are solved together. */
  private int gather(int count, Trajectory trajectory, double start, double end) {
    int size = 0;
    for (int index = 0; index < count; index++) {
      int lane = lanes[index];
      if (!done[lane] && trajectory.time(lane, 0) == start && end(trajectory, lane) == end) {
        done[lane] = true;
        group[size++] = lane;
      }
    }
    return size;
  }

  @Override
  int state(int lane, double time, int register) {
    return register;
  }
}
