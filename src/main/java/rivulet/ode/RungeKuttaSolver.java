package rivulet.ode;

import rivulet.ode.method.ButcherTableau;
import rivulet.ode.method.DenseStages;

/**
 * Solves y' = f(t, y) for many lanes in lockstep: every round each lane that is still on its way
 * tries one step, and each stage is one {@link OdeSystem#evaluate} for all of them. Every lane has
 * its own t, h, acceptance and status, so its result does not depend on its company, not even in
 * bits.
 *
 * <p>Register 0 of the system holds the start value and afterwards the end value (or the last good
 * state); register 1 stage states; registers 2 … s+1 stage derivatives. One solver is used by one
 * thread at a time, for any number of solves; none allocates.
 */
public final class RungeKuttaSolver {
  private static final Status GOING = Status.UNFINISHED;

  private final ButcherTableau tableau;
  private final Stages stages;
  private final Pace pace;
  private final StageQuadratures quadratures;
  private final int perLane;
  private final Solution solution;
  private final FieldBatch batch;
  private final LaneList list;
  private final int[] active;
  private final boolean[] fresh;
  private final StepSaver saver;
  private StepListener listener = StepListener.NONE;
  private int count;

  /**
   * A solver for systems with that many lanes and quadratures.
   *
   * @param options the method and its steps
   * @param lanes lanes of the system, at least 1
   * @param quadratures rates per lane, may be 0
   */
  public RungeKuttaSolver(SolverOptions options, int lanes, int quadratures) {
    if (lanes < 1 || quadratures < 0) {
      throw new IllegalArgumentException(
          "solver: needs lanes >= 1 and quadratures >= 0, found " + lanes + ", " + quadratures);
    }
    tableau = options.tableau();
    stages = new Stages(tableau);
    pace = Pace.of(options.steps(), stages, tableau, lanes);
    this.quadratures = new StageQuadratures(stages, lanes, quadratures);
    perLane = quadratures;
    solution = new Solution(lanes, quadratures);
    batch = new FieldBatch(lanes);
    list = new LaneList(lanes);
    active = new int[lanes];
    fresh = new boolean[lanes];
    saver = new StepSaver(new DenseStages(tableau, stages, lanes), solution, lanes);
  }

  /** Number of registers the system must have. */
  public int registers() {
    return stages.registers();
  }

  /** Number of registers the system must have for a solve with {@link SaveAt} times. */
  public int registersToSave() {
    return saver.registers();
  }

  /** Residual slots per accepted step: stage i of step s has slot s · this + i. */
  public int slotsPerStep() {
    return stages.slotsPerStep();
  }

  /** What became of each lane; overwritten by the next solve. */
  public Solution solution() {
    return solution;
  }

  /** Integral of rate {@code q} over the lane's last solve. */
  public double quadrature(int lane, int q) {
    return solution.quadrature(lane, q);
  }

  /**
   * Solves from t0 to t1 (which may lie before t0) for the first {@code count} of {@code lanes};
   * see {@link #solution} for what became of them.
   *
   * @param system its registers are modified; register 0 is the start and end value
   * @param trajectory records accepted steps, or {@link Trajectory#none}
   * @throws IllegalArgumentException if sizes differ, a lane is listed twice or a time is not
   *     finite
   */
  public void solve(
      OdeSystem system, int[] lanes, int count, double t0, double t1, Trajectory trajectory) {
    solve(system, lanes, count, t0, t1, trajectory, StepListener.NONE);
  }

  /**
   * Solves as above and hands out the states at given times on the way, with the same steps and
   * results to the last bit. The system needs {@link #registersToSave} registers. Evaluations that
   * a method's dense output adds are counted.
   *
   * @param saveAt the times and who receives the states
   * @throws IllegalArgumentException also if a time lies outside the interval or the times do not
   *     run in its direction
   */
  public void solve(
      OdeSystem system,
      int[] lanes,
      int count,
      double t0,
      double t1,
      Trajectory trajectory,
      SaveAt saveAt) {
    saver.begin(saveAt, t0, t1);
    solve(system, lanes, count, t0, t1, trajectory, saveAt.count() > 0 ? saver : StepListener.NONE);
  }

  /** Solves as above and tells a listener of the steps on the way. */
  public void solve(
      OdeSystem system,
      int[] lanes,
      int count,
      double t0,
      double t1,
      Trajectory trajectory,
      StepListener stepListener) {
    check(system, t0, t1, trajectory);
    list.copy(lanes, count, active);
    listener = stepListener;
    this.count = count;
    begin(t0, t1, trajectory);
    boolean opening = true;
    while (this.count > 0) {
      firstStage(system, trajectory);
      if (opening) {
        pace.open(system, active, this.count, batch, solution);
        opening = false;
      }
      attempt(system, trajectory);
      for (int index = 0; index < this.count; index++) {
        judge(system, active[index], trajectory);
      }
      dropEnded();
    }
  }

  private void check(OdeSystem system, double t0, double t1, Trajectory trajectory) {
    if (system.lanes() != list.capacity() || system.quadratures() != perLane) {
      throw new IllegalArgumentException(
          "solver: built for "
              + list.capacity()
              + " lanes and "
              + perLane
              + " quadratures, system"
              + (" has " + system.lanes() + " and " + system.quadratures()));
    }
    if (!Double.isFinite(t0) || !Double.isFinite(t1) || !Double.isFinite(t1 - t0)) {
      throw new IllegalArgumentException(
          "solver: the interval must be finite, found " + t0 + " to " + t1);
    }
    if (trajectory.recording() && trajectory.lanes() != list.capacity()) {
      throw new IllegalArgumentException(
          "solver: built for " + list.capacity() + " lanes, trajectory has " + trajectory.lanes());
    }
  }

  private void begin(double t0, double t1, Trajectory trajectory) {
    pace.interval(t0, t1);
    for (int index = 0; index < count; index++) {
      int lane = active[index];
      pace.begin(lane);
      solution.begin(lane, t0);
      listener.started(lane, t0);
      fresh[lane] = true;
      if (trajectory.recording()) {
        trajectory.begin(lane, tableau, t0);
      }
      if (t0 == t1) {
        solution.status[lane] = Status.FINISHED;
      }
    }
    dropEnded();
  }

  /** Evaluates the first stage where the lane does not have it from an earlier round. */
  private void firstStage(OdeSystem system, Trajectory trajectory) {
    boolean rates = perLane > 0 && stages.wantsRates(0, false);
    batch.begin(Stages.Y, stages.derivative(0), rates, quadratures.rates(0));
    for (int index = 0; index < count; index++) {
      int lane = active[index];
      if (fresh[lane]) {
        add(0, lane, pace.t[lane], trajectory);
      }
    }
    evaluate(system);
    for (int index = 0; index < batch.count(); index++) {
      int lane = batch.lane(index);
      fresh[lane] = false;
      if (!system.isFinite(lane, stages.derivative(0))) {
        solution.status[lane] = Status.NON_FINITE;
      }
    }
    dropEnded();
  }

  /** Later stages and the candidate of all lanes. */
  private void attempt(OdeSystem system, Trajectory trajectory) {
    for (int index = 0; index < count; index++) {
      int lane = active[index];
      pace.plan(lane, solution.accepted[lane]);
      solution.step[lane] = pace.h[lane];
    }
    for (int stage = 1; stage < stages.count; stage++) {
      for (int index = 0; index < count; index++) {
        stages.state(system, active[index], stage, pace.h[active[index]]);
      }
      stage(system, stage, true, trajectory);
      stage(system, stage, false, trajectory);
    }
    for (int index = 0; index < count; index++) {
      stages.solution(system, active[index], pace.h[active[index]]);
    }
  }

  /** Evaluates a stage for those lanes that want rates there, or for those that do not. */
  private void stage(OdeSystem system, int stage, boolean rates, Trajectory trajectory) {
    batch.begin(Stages.NEXT, stages.derivative(stage), rates, quadratures.rates(stage));
    boolean endCounts = pace.measuresError() || listener.needsLastDerivative();
    for (int index = 0; index < count; index++) {
      int lane = active[index];
      boolean last = pace.last[lane];
      boolean unused = last && stages.carries(stage) && !endCounts;
      if (!unused && rates == (perLane > 0 && stages.wantsRates(stage, last))) {
        double time = stages.time(stage, pace.t[lane], pace.h[lane], pace.next[lane]);
        add(stage, lane, time, trajectory);
      }
    }
    evaluate(system);
  }

  private void add(int stage, int lane, double time, Trajectory trajectory) {
    int step = solution.accepted[lane];
    int slot = trajectory.recording() ? stages.slot(stage, step, pace.last[lane]) : -1;
    batch.add(lane, time, slot);
    solution.evaluations[lane]++;
  }

  private void evaluate(OdeSystem system) {
    if (batch.count() > 0) {
      system.evaluate(batch);
    }
  }

  private void judge(OdeSystem system, int lane, Trajectory trajectory) {
    double ratio = pace.errorRatio(system, lane);
    if (ratio <= 1 && !finite(system, lane)) {
      ratio = Double.NaN;
    }
    solution.errorRatio[lane] = ratio;
    if (ratio <= 1) {
      accept(system, lane, ratio, trajectory);
    } else {
      reject(lane, ratio);
    }
    int tried = solution.accepted[lane] + solution.rejected[lane];
    if (solution.status[lane] == GOING && tried >= pace.maxSteps()) {
      solution.status[lane] = Status.TOO_MANY_STEPS;
    }
  }

  private boolean finite(OdeSystem system, int lane) {
    return system.isFinite(lane, Stages.NEXT)
        && quadratures.advance(lane, pace.h[lane], solution.totals());
  }

  private void accept(OdeSystem system, int lane, double ratio, Trajectory trajectory) {
    if (trajectory.recording()) {
      trajectory.keep(system, lane, Stages.Y, solution.accepted[lane]);
      trajectory.append(lane, pace.h[lane], pace.next[lane]);
    }
    quadratures.accept(lane, solution.totals());
    listener.accepted(system, lane, pace.t[lane], pace.h[lane], pace.next[lane]);
    system.copy(lane, Stages.NEXT, Stages.Y);
    pace.accepted(lane, ratio);
    solution.accepted[lane]++;
    solution.time[lane] = pace.t[lane];
    if (pace.last[lane]) {
      solution.status[lane] = Status.FINISHED;
    } else if (stages.fsal) {
      system.copy(lane, stages.derivative(stages.count - 1), stages.derivative(0));
      quadratures.carry(lane);
    } else {
      fresh[lane] = true;
    }
  }

  private void reject(int lane, double ratio) {
    listener.rejected(lane, pace.t[lane], pace.h[lane], ratio);
    solution.rejected[lane]++;
    if (!pace.rejected(lane, ratio)) {
      solution.status[lane] = Double.isFinite(ratio) ? Status.STEP_TOO_SMALL : Status.NON_FINITE;
    }
  }

  private void dropEnded() {
    int kept = 0;
    for (int index = 0; index < count; index++) {
      if (solution.status[active[index]] == GOING) {
        active[kept++] = active[index];
      }
    }
    count = kept;
  }
}
