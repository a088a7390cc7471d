package rivulet.ode.adjoint;

import rivulet.ode.AdjointSystem;
import rivulet.ode.LaneList;
import rivulet.ode.OdeSystem;
import rivulet.ode.Stages;
import rivulet.ode.Trajectory;
import rivulet.ode.method.ButcherTableau;

/**
 * The adjoint equation, solved like any other system from the end to the start:
 *
 * <pre>
 *   λ' = −(∂f/∂y)ᵀλ − Σ_q w_q ∂rate_q/∂y        λ(t₁) = ȳ₁,  ȳ₀ = λ(t₀)
 *   θ̄ = ∫ ((∂f/∂θ)ᵀλ + Σ_q w_q ∂rate_q/∂θ) dt
 * </pre>
 *
 * <p>Its steps are chosen for the error of λ (and of y where that is solved too); the integral for
 * θ is a quadrature over the accepted steps, outside the norm. The result is the gradient of the
 * exact solution, up to the tolerance, not that of the numerical one.
 */
public abstract sealed class ContinuousAdjoint implements Adjoint
    permits BacksolveAdjoint, InterpolatingAdjoint {
  final int quadratures;
  final Stages stages;
  final AdjointField field;
  final int shift;
  private final ButcherTableau forward;
  private final LaneList list;
  final int[] lanes;

  /**
   * @param shift first register of the cotangent
   */
  ContinuousAdjoint(ButcherTableau forward, Stages stages, int shift, int lanes, int quadratures) {
    this.forward = forward;
    this.stages = stages;
    this.shift = shift;
    this.quadratures = quadratures;
    list = new LaneList(lanes);
    this.lanes = new int[lanes];
    field = new AdjointField(shift + stages.registers() + 1, lanes, quadratures);
  }

  /** The register after those of a solve, for stage states. */
  final int spare() {
    return stages.registers();
  }

  @Override
  public final int cotangent() {
    return shift;
  }

  @Override
  public final int registers() {
    return shift + stages.registers() + 1 + AdjointField.REGISTERS;
  }

  @Override
  public final void solve(
      AdjointSystem system,
      int[] lanes,
      int count,
      Trajectory trajectory,
      double[] quadratureWeights) {
    list.copy(lanes, count, this.lanes);
    AdjointArguments.check(
        system,
        list.capacity(),
        quadratures,
        trajectory,
        quadratureWeights,
        forward,
        this.lanes,
        count);
    field.attach(system, quadratureWeights);
    for (int index = 0; index < count; index++) {
      field.begin(this.lanes[index], cotangent());
    }
    goBack(system, count, trajectory);
  }

  /** Solves for the first {@code count} of {@link #lanes}. */
  abstract void goBack(AdjointSystem system, int count, Trajectory trajectory);

  /**
   * The register, of the system below, with the state at a time; {@code register} is where the
   * solve has it if it solves for the state.
   */
  abstract int state(int lane, double time, int register);

  /** Adds the share of an accepted step to the gradient of the parameters. */
  final void accumulate(OdeSystem path, int lane, double t, double h, double next) {
    for (int stage = 0; stage < stages.count; stage++) {
      if (stages.b(stage) != 0) {
        int register = Stages.Y;
        if (stage > 0) {
          register = spare();
          stages.state(path, lane, stage, h, register);
        }
        double time = stages.time(stage, t, h, next);
        int state = state(lane, time, register);
        field.accumulate(lane, time, state, shift + register, -h * stages.b(stage));
      }
    }
  }
}
