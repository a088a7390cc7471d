package rivulet.ode;

/** A system that can also be differentiated in reverse, one evaluation at a time. */
public interface AdjointSystem extends OdeSystem {
  /**
   * Whether the residuals of that slot are still there. A system must be able to hold those of all
   * stages of one step of every lane at once: what it has dropped is evaluated again step by step.
   */
  boolean residualsKept(int lane, int slot);

  /**
   * For every listed lane sets register {@code batch.derivative()} = (∂f/∂y)ᵀ register {@code
   * batch.state()} + Σ_q {@code weights[lane * quadratures() + q]} (∂rate_q/∂y)ᵀ at time {@code
   * batch.time(lane)}, with the residuals of {@code batch.slot(lane)}. If {@code
   * batch.parameters()}, gradients of the parameters for the same cotangents accumulate inside the
   * system; otherwise they must not.
   *
   * <p>If {@code batch.quadratures()} is false all weights are zero and must not be read; the slot
   * was then written by an evaluation without quadratures.
   */
  void pullBack(FieldBatch batch, double[] weights);
}
