package rivulet.ode.adjoint;

import rivulet.ode.AdaptiveSteps;
import rivulet.ode.AdjointSystem;
import rivulet.ode.FixedSteps;
import rivulet.ode.RungeKuttaSolver;
import rivulet.ode.Solution;
import rivulet.ode.SolverOptions;
import rivulet.ode.Stages;
import rivulet.ode.Status;
import rivulet.ode.StepListener;
import rivulet.ode.Trajectory;
import rivulet.ode.method.ButcherTableau;
import rivulet.ode.method.DenseStages;

/**
 * The continuous adjoint along the solution that was found: the state between the recorded steps is
 * their dense output, of which one step at a time is made again from its snapshot. The cotangent's
 * steps end where those do, since there the dense output has a kink; the first try is the whole
 * step. Lanes go back one after the other.
 */
public final class InterpolatingAdjoint extends ContinuousAdjoint {
  /** Further than any step: the first try is the whole of what is left. */
  private static final double WHOLE = 1e300;

  private final DenseStages dense;
  private final Replay replay;
  private final RungeKuttaSolver solver;
  private final AdjointPath path;
  private final Solution solution;
  private final StepListener listener = this::accumulate;
  private final int[] single = new int[1];
  private AdjointSystem system;
  private double t;
  private double h;
  private double next;

  /**
   * An adjoint for systems with that many lanes and quadratures.
   *
   * @param forward method of the solves to go back over
   * @param back method and steps of the way back; of fixed steps one is taken per recorded step
   * @param lanes lanes of the system, at least 1
   * @param quadratures rates per lane, may be 0
   */
  public InterpolatingAdjoint(
      ButcherTableau forward, SolverOptions back, int lanes, int quadratures) {
    this(forward, new Stages(forward), back, lanes, quadratures);
  }

  private InterpolatingAdjoint(
      ButcherTableau forward,
      Stages forwardStages,
      SolverOptions back,
      int lanes,
      int quadratures) {
    this(
        forward,
        forwardStages,
        new DenseStages(forward, forwardStages, lanes),
        back,
        lanes,
        quadratures);
  }

  private InterpolatingAdjoint(
      ButcherTableau forward,
      Stages forwardStages,
      DenseStages dense,
      SolverOptions back,
      int lanes,
      int quadratures) {
    super(forward, new Stages(back.tableau()), dense.registers() + 1, lanes, quadratures);
    this.dense = dense;
    replay = new Replay(forwardStages, lanes);
    solver = new RungeKuttaSolver(perStep(back), lanes, 0);
    path = AdjointPath.along(this::interpolate, field, lanes, shift, stages);
    solution = new Solution(lanes, 0);
  }

  private static SolverOptions perStep(SolverOptions back) {
    return switch (back.steps()) {
      case AdaptiveSteps adaptive ->
          new SolverOptions(back.tableau(), adaptive.withFirstStep(WHOLE));
      case FixedSteps _ -> new SolverOptions(back.tableau(), new FixedSteps(1));
    };
  }

  /** Counts include the evaluations that bring the state back. */
  @Override
  public Solution solution() {
    return solution;
  }

  @Override
  void goBack(AdjointSystem attached, int count, Trajectory trajectory) {
    system = attached;
    for (int index = 0; index < count; index++) {
      int lane = lanes[index];
      path.begin(lane);
      int steps = trajectory.accepted(lane);
      solution.begin(lane, trajectory.time(lane, steps));
      solution.status[lane] = Status.FINISHED;
      for (int step = steps - 1; step >= 0 && solution.finished(lane); step--) {
        prepare(trajectory, lane, step);
        single[0] = lane;
        solver.solve(path, single, 1, next, t, Trajectory.none(), listener);
        add(lane);
      }
    }
  }

  /** Puts the recorded step and its dense output into the registers. */
  private void prepare(Trajectory trajectory, int lane, int step) {
    int evaluations = replay.bring(system, trajectory, lane, step);
    evaluations += replay.evaluateAll(system, trajectory, lane, step);
    t = trajectory.time(lane, step);
    h = trajectory.step(lane, step);
    next = trajectory.time(lane, step + 1);
    dense.evaluate(system, lane, t, h, next, dense.registers());
    solution.evaluations[lane] += evaluations + dense.additional();
  }

  private void add(int lane) {
    Solution part = solver.solution();
    solution.status[lane] = part.status[lane];
    solution.time[lane] = part.time[lane];
    solution.step[lane] = part.step[lane];
    solution.errorRatio[lane] = part.errorRatio[lane];
    solution.accepted[lane] += part.accepted[lane];
    solution.rejected[lane] += part.rejected[lane];
    solution.evaluations[lane] += part.evaluations[lane];
  }

  private int interpolate(int lane, double time) {
    dense.combine(system, lane, (time - t) / h, h, dense.registers());
    return dense.registers();
  }

  @Override
  int state(int lane, double time, int register) {
    return interpolate(lane, time);
  }
}
