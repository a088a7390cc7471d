package rivulet.ode.adjoint;

import java.util.Arrays;
import rivulet.ode.AdjointSystem;
import rivulet.ode.FieldBatch;
import rivulet.ode.LaneList;
import rivulet.ode.Solution;
import rivulet.ode.Stages;
import rivulet.ode.Status;
import rivulet.ode.Trajectory;
import rivulet.ode.method.ButcherTableau;

/**
 * The exact gradient of a recorded solve (docs/mathematics.md section 4): accepted steps are
 * replayed backwards with their sizes as constants, and each Runge–Kutta step is reversed by hand,
 *
 * <pre>
 *   for i = s … 1:  k̄_i = h (b_i ȳ₁ + Σ_{j&gt;i} a_ji Ȳ_j)
 *                   Ȳ_i = (∂f/∂y)ᵀ k̄_i + Σ_q h b_i w_q (∂rate_q/∂y)ᵀ
 *   ȳ₀ = ȳ₁ + Σ_i Ȳ_i
 * </pre>
 *
 * <p>Stages on which the solution does not depend are left out. Where the system has dropped the
 * residuals of a step, its stages are evaluated again first, from the snapshot of its start or, in
 * a long solve, from an earlier one.
 *
 * <p>Registers 0 … s+1 are those of the solver, all overwritten; {@link #cotangent} goes in as the
 * gradient with respect to the end value and comes out as that with respect to the start value.
 */
public final class DiscreteAdjoint implements Adjoint {
  private final ButcherTableau tableau;
  private final Stages stages;
  private final Replay replay;
  private final Solution solution;
  private final int quadratures;
  private final FieldBatch batch;
  private final LaneList list;
  private final int[] lanes;
  private final int[] step;
  private final boolean[] missing;
  private final double[] unusedRates;
  private final double[] weights;
  private final double[] scalar = new double[1];
  private final int[] source = new int[1];
  private final double[] ones;
  private final int[] pulled;
  private int count;

  /**
   * An adjoint for systems with that many lanes and quadratures.
   *
   * @param tableau the method of the solves to reverse
   * @param lanes lanes of the system, at least 1
   * @param quadratures rates per lane, may be 0
   */
  public DiscreteAdjoint(ButcherTableau tableau, int lanes, int quadratures) {
    if (lanes < 1 || quadratures < 0) {
      throw new IllegalArgumentException(
          "adjoint: needs lanes >= 1 and quadratures >= 0, found " + lanes + ", " + quadratures);
    }
    this.tableau = tableau;
    this.quadratures = quadratures;
    stages = new Stages(tableau);
    replay = new Replay(stages, lanes, quadratures, true);
    solution = new Solution(lanes, 0);
    batch = new FieldBatch(lanes);
    list = new LaneList(lanes);
    this.lanes = new int[lanes];
    step = new int[lanes];
    missing = new boolean[lanes];
    unusedRates = new double[lanes * quadratures];
    weights = new double[lanes * quadratures];
    pulled = neededDerivatives(stages);
    ones = new double[pulled.length];
    Arrays.fill(ones, 1);
  }

  private static int[] neededDerivatives(Stages stages) {
    int[] registers = new int[stages.count];
    int found = 0;
    for (int i = 0; i < stages.count; i++) {
      if (stages.needed(i)) {
        registers[found++] = stages.derivative(i);
      }
    }
    return Arrays.copyOf(registers, found);
  }

  @Override
  public int cotangent() {
    return stages.registers();
  }

  @Override
  public int registers() {
    return stages.registers() + 2;
  }

  private int zero() {
    return stages.registers() + 1;
  }

  /** Always arrives: steps reversed count as accepted, stages computed again as evaluations. */
  @Override
  public Solution solution() {
    return solution;
  }

  /**
   * See {@link Adjoint#solve}; a lane that did not finish is reversed from the time it reached.
   *
   * @throws IllegalStateException if the system does not keep the residuals of a single step
   */
  @Override
  public void solve(
      AdjointSystem system,
      int[] lanes,
      int count,
      Trajectory trajectory,
      double[] quadratureWeights) {
    list.copy(lanes, count, this.lanes);
    this.count = count;
    AdjointArguments.check(
        system,
        list.capacity(),
        quadratures,
        trajectory,
        quadratureWeights,
        tableau,
        this.lanes,
        count);
    int rounds = 0;
    for (int index = 0; index < count; index++) {
      int lane = this.lanes[index];
      clear(system, lane);
      step[lane] = trajectory.accepted(lane) - 1;
      rounds = Math.max(rounds, step[lane] + 1);
      solution.begin(lane, trajectory.time(lane, step[lane] + 1));
    }
    for (int round = 0; round < rounds; round++) {
      reverse(system, trajectory, quadratureWeights);
    }
    for (int index = 0; index < count; index++) {
      solution.time[this.lanes[index]] = trajectory.time(this.lanes[index], 0);
      solution.status[this.lanes[index]] = Status.FINISHED;
    }
  }

  /** Makes the zero register by ȳ − ȳ: combine always starts from a register. */
  private void clear(AdjointSystem system, int lane) {
    scalar[0] = -1;
    source[0] = cotangent();
    system.combine(lane, zero(), cotangent(), scalar, source, 1);
  }

  /** One step of every lane that has one left. */
  private void reverse(AdjointSystem system, Trajectory trajectory, double[] quadratureWeights) {
    recompute(system, trajectory);
    for (int stage = stages.count - 1; stage >= 0; stage--) {
      if (stages.needed(stage)) {
        pullBack(system, trajectory, stage, quadratureWeights);
      }
    }
    for (int index = 0; index < count; index++) {
      int lane = lanes[index];
      if (step[lane] >= 0) {
        system.combine(lane, cotangent(), cotangent(), ones, pulled, pulled.length);
        step[lane]--;
        solution.accepted[lane]++;
      }
    }
  }

  private void pullBack(
      AdjointSystem system, Trajectory trajectory, int stage, double[] quadratureWeights) {
    boolean weighted = quadratures > 0 && stages.b(stage) != 0;
    batch.begin(Stages.NEXT, stages.derivative(stage), weighted, unusedRates);
    for (int index = 0; index < count; index++) {
      int lane = lanes[index];
      if (step[lane] >= 0) {
        double h = trajectory.step(lane, step[lane]);
        cotangentOfStage(system, lane, stage, h);
        for (int at = lane * quadratures, end = at + quadratures; at < end; at++) {
          weights[at] = h * stages.b(stage) * quadratureWeights[at];
        }
        add(trajectory, lane, stage, slot(lane, stage));
      }
    }
    if (batch.count() > 0) {
      system.pullBack(batch, weights);
    }
  }

  /** k̄_i into register 1. */
  private void cotangentOfStage(AdjointSystem system, int lane, int stage, double h) {
    scalar[0] = h * stages.b(stage);
    source[0] = cotangent();
    system.combine(lane, Stages.NEXT, zero(), scalar, source, scalar[0] == 0 ? 0 : 1);
    stages.downstream(system, lane, stage, Stages.NEXT, Stages.NEXT, h);
  }

  /** Evaluates the needed stages of a step again where one of its residuals has been dropped. */
  private void recompute(AdjointSystem system, Trajectory trajectory) {
    boolean any = false;
    for (int index = 0; index < count; index++) {
      int lane = lanes[index];
      missing[lane] = step[lane] >= 0 && !kept(system, lane);
      any |= missing[lane];
      if (missing[lane]) {
        solution.evaluations[lane] += replay.bring(system, trajectory, lane, step[lane]);
      }
    }
    if (any) {
      for (int stage = 0; stage < stages.count; stage++) {
        if (stages.needed(stage)) {
          evaluate(system, trajectory, stage);
        }
      }
      checkKept(system);
    }
  }

  private void evaluate(AdjointSystem system, Trajectory trajectory, int stage) {
    boolean rates = quadratures > 0 && stages.wantsRates(stage, false);
    int state = stage == 0 ? Stages.Y : Stages.NEXT;
    batch.begin(state, stages.derivative(stage), rates, unusedRates);
    for (int index = 0; index < count; index++) {
      int lane = lanes[index];
      if (missing[lane]) {
        if (stage > 0) {
          stages.state(system, lane, stage, trajectory.step(lane, step[lane]));
        }
        add(trajectory, lane, stage, slot(lane, stage));
        solution.evaluations[lane]++;
      }
    }
    system.evaluate(batch);
  }

  private void add(Trajectory trajectory, int lane, int stage, int slot) {
    double t = trajectory.time(lane, step[lane]);
    double next = trajectory.time(lane, step[lane] + 1);
    batch.add(lane, stages.time(stage, t, trajectory.step(lane, step[lane]), next), slot);
  }

  private int slot(int lane, int stage) {
    return stages.slot(stage, step[lane], false);
  }

  private boolean kept(AdjointSystem system, int lane) {
    for (int stage = 0; stage < stages.count; stage++) {
      if (stages.needed(stage) && !system.residualsKept(lane, slot(lane, stage))) {
        return false;
      }
    }
    return true;
  }

  private void checkKept(AdjointSystem system) {
    for (int index = 0; index < count; index++) {
      int lane = lanes[index];
      if (missing[lane] && !kept(system, lane)) {
        throw new IllegalStateException(
            "adjoint: the system dropped residuals of step "
                + step[lane]
                + " of lane "
                + lane
                + (" just evaluated; it must hold " + stages.slotsPerStep() + " slots per lane"));
      }
    }
  }
}
