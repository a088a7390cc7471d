package rivulet.ode.adjoint;

import rivulet.ode.FieldBatch;
import rivulet.ode.OdeSystem;
import rivulet.ode.Stages;

/**
 * The system that a continuous adjoint solves backwards: the cotangent λ, with register r in
 * register {@code shift + r} of the system below, and if wanted the state y beside it, with
 * register r in register r. The gradient of the parameters is a quadrature: it is not part of the
 * state, so it counts in no norm ("seminorm": Kidger, Chen, Lyons, arXiv 2009.09457). The gradient
 * is linear in λ, whose size is that of the loss: its absolute tolerance is a multiple of that
 * size, so that a loss in other units gives the same steps.
 */
final class AdjointPath implements OdeSystem {
  private final AdjointField field;
  private final int lanes;
  private final int shift;
  private final boolean withState;
  private final FieldBatch single;
  private final int[] shifted;
  private final double[] scale;
  private final StateSource states;

  /** Puts the state of a lane at a time into a register of the system below, which it names. */
  @FunctionalInterface
  interface StateSource {
    int at(int lane, double time);
  }

  private AdjointPath(
      AdjointField field,
      int lanes,
      int shift,
      boolean withState,
      Stages stages,
      StateSource states) {
    this.field = field;
    this.lanes = lanes;
    this.shift = shift;
    this.withState = withState;
    this.states = states;
    single = new FieldBatch(lanes);
    shifted = new int[stages.count];
    scale = new double[lanes];
  }

  /** Sizes the tolerance of a lane's λ by its end value, in register 0, and by the weights. */
  void begin(int lane) {
    double size = field.system().scaledNorm(lane, shift, -1, shift, 1, 0);
    size = Math.max(size, field.largestWeight(lane));
    scale[lane] = size > 0 && Double.isFinite(size) ? size : 1;
  }

  /** Solves for the state too. */
  static AdjointPath withState(AdjointField field, int lanes, int shift, Stages stages) {
    return new AdjointPath(field, lanes, shift, true, stages, (lane, time) -> Stages.Y);
  }

  /** Takes the state from elsewhere. */
  static AdjointPath along(
      StateSource states, AdjointField field, int lanes, int shift, Stages stages) {
    return new AdjointPath(field, lanes, shift, false, stages, states);
  }

  @Override
  public int lanes() {
    return lanes;
  }

  @Override
  public int quadratures() {
    return 0;
  }

  @Override
  public void evaluate(FieldBatch batch) {
    int cotangent = shift + batch.state();
    int slope = shift + batch.derivative();
    if (withState) {
      field.slope(batch, batch.state(), batch.derivative(), cotangent, slope);
      return;
    }
    for (int index = 0; index < batch.count(); index++) {
      int lane = batch.lane(index);
      single.begin(batch.state(), batch.derivative(), false, batch.rates());
      single.add(lane, batch.time(lane), -1);
      int state = states.at(lane, batch.time(lane));
      field.slope(single, state, field.unusedDerivative(), cotangent, slope);
    }
  }

  @Override
  public void combine(int lane, int dst, int base, double[] coefficients, int[] stages, int count) {
    if (withState) {
      field.system().combine(lane, dst, base, coefficients, stages, count);
    }
    shift(stages, count);
    field.system().combine(lane, shift + dst, shift + base, coefficients, shifted, count);
  }

  private void shift(int[] stages, int count) {
    for (int j = 0; j < count; j++) {
      shifted[j] = shift + stages[j];
    }
  }

  @Override
  public double errorRatio(
      int lane,
      int y0,
      int y1,
      double[] coefficients,
      int[] stages,
      int count,
      double atol,
      double rtol) {
    shift(stages, count);
    OdeSystem system = field.system();
    double ratio =
        system.errorRatio(
            lane, shift + y0, shift + y1, coefficients, shifted, count, scale[lane] * atol, rtol);
    return withState
        ? both(ratio, system.errorRatio(lane, y0, y1, coefficients, stages, count, atol, rtol))
        : ratio;
  }

  @Override
  public double scaledNorm(int lane, int a, int b, int y, double atol, double rtol) {
    OdeSystem system = field.system();
    int other = b < 0 ? b : shift + b;
    double norm = system.scaledNorm(lane, shift + a, other, shift + y, scale[lane] * atol, rtol);
    return withState ? both(norm, system.scaledNorm(lane, a, b, y, atol, rtol)) : norm;
  }

  /** Root mean square of two parts of equal size. */
  private static double both(double left, double right) {
    return Math.sqrt(0.5 * (left * left + right * right));
  }

  @Override
  public boolean isFinite(int lane, int register) {
    return field.system().isFinite(lane, shift + register)
        && (!withState || field.system().isFinite(lane, register));
  }

  @Override
  public void copy(int lane, int from, int to) {
    field.system().copy(lane, shift + from, shift + to);
    if (withState) {
      field.system().copy(lane, from, to);
    }
  }

  @Override
  public void store(int lane, int register, int index) {
    throw new IllegalStateException("adjoint: its own solve is not recorded");
  }

  @Override
  public void restore(int lane, int index, int register) {
    throw new IllegalStateException("adjoint: its own solve is not recorded");
  }
}
