package rivulet.ode.adjoint;

import rivulet.ode.AdjointSystem;
import rivulet.ode.FieldBatch;

/**
 * The right-hand side of the continuous adjoint of an {@link AdjointSystem} and the integrand of
 * its parameter gradient, in registers of that system.
 */
final class AdjointField {
  /** Registers that this takes, from {@code first} on. */
  static final int REGISTERS = 4;

  /** A slot that no step has: the residuals of the solve forward are not mistaken for these. */
  private static final int SLOT = Integer.MAX_VALUE;

  private static final double[] MINUS_ONE = {-1};

  private final int quadratures;
  private final int zero;
  private final int pulled;
  private final int scaled;
  private final int unusedDerivative;
  private final FieldBatch batch;
  private final double[] unusedRates;
  private final double[] scaledWeights;
  private final double[] factor = new double[1];
  private final int[] source = new int[1];
  private AdjointSystem system;
  private double[] weights;

  AdjointField(int first, int lanes, int quadratures) {
    this.quadratures = quadratures;
    zero = first;
    pulled = first + 1;
    scaled = first + 2;
    unusedDerivative = first + 3;
    batch = new FieldBatch(lanes);
    unusedRates = new double[lanes * quadratures];
    scaledWeights = new double[lanes * quadratures];
    weights = unusedRates;
  }

  /** The system and the weights of its quadratures from now on. */
  void attach(AdjointSystem attached, double[] quadratureWeights) {
    system = attached;
    weights = quadratureWeights;
  }

  /** To be called for a lane before anything else; {@code register} is any with finite entries. */
  void begin(int lane, int register) {
    source[0] = register;
    system.combine(lane, zero, register, MINUS_ONE, source, 1);
  }

  /** dy = f and dλ = −(∂f/∂y)ᵀλ − Σ_q w_q ∂rate_q/∂y for the listed lanes at their times. */
  void slope(FieldBatch listed, int y, int dy, int cotangent, int slope) {
    evaluate(listed, y, dy);
    batch.begin(cotangent, pulled, quadratures > 0, unusedRates);
    batch.withoutParameters();
    addAll(listed);
    system.pullBack(batch, weights);
    source[0] = pulled;
    for (int index = 0; index < listed.count(); index++) {
      system.combine(listed.lane(index), slope, zero, MINUS_ONE, source, 1);
    }
  }

  private void evaluate(FieldBatch listed, int y, int dy) {
    batch.begin(y, dy, quadratures > 0, unusedRates);
    addAll(listed);
    system.evaluate(batch);
  }

  private void addAll(FieldBatch listed) {
    for (int index = 0; index < listed.count(); index++) {
      batch.add(listed.lane(index), listed.time(listed.lane(index)), SLOT);
    }
  }

  /**
   * Adds {@code share} · ((∂f/∂θ)ᵀλ + Σ_q w_q ∂rate_q/∂θ) of one lane to the system's gradients.
   */
  void accumulate(int lane, double time, int y, int cotangent, double share) {
    batch.begin(y, unusedDerivative, quadratures > 0, unusedRates);
    batch.add(lane, time, SLOT);
    system.evaluate(batch);
    factor[0] = share;
    source[0] = cotangent;
    system.combine(lane, scaled, zero, factor, source, 1);
    for (int at = lane * quadratures, end = at + quadratures; at < end; at++) {
      scaledWeights[at] = share * weights[at];
    }
    batch.begin(scaled, pulled, quadratures > 0, unusedRates);
    batch.add(lane, time, SLOT);
    system.pullBack(batch, scaledWeights);
  }

  /** max_q |w_q| of a lane. */
  double largestWeight(int lane) {
    double largest = 0;
    for (int at = lane * quadratures, end = at + quadratures; at < end; at++) {
      largest = Math.max(largest, Math.abs(weights[at]));
    }
    return largest;
  }

  /** Register for an f that nobody needs. */
  int unusedDerivative() {
    return unusedDerivative;
  }

  AdjointSystem system() {
    return system;
  }
}
