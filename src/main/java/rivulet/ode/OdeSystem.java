package rivulet.ode;

/**
 * Independent systems y' = f(t, y), one per lane, with their states in numbered registers. The
 * solver sees no numbers but norms: what a register is made of is the system's affair.
 *
 * <p>No lane may influence another: what is computed for a lane must not depend, not even in its
 * bits, on which other lanes are listed in the same call.
 */
public interface OdeSystem {
  /** Number of lanes. */
  int lanes();

  /** Float64 quadratures per lane that never feed back (log-det, energies); may be 0. */
  int quadratures();

  /**
   * Computes f at ({@code batch.time(lane)}, register {@code batch.state()}) into register {@code
   * batch.derivative()} for every listed lane. If {@code batch.quadratures()}, also writes the
   * rates to {@code batch.rates()[lane * quadratures() + q]}; otherwise only f is needed. {@code
   * batch.slot(lane)} ≥ 0 names where residuals for the adjoint may be kept, −1: not wanted.
   */
  void evaluate(FieldBatch batch);

  /**
   * Sets register {@code dst} = register {@code base} + Σ_j {@code coefficients[j]} · register
   * {@code stages[j]} for j &lt; {@code count}, j ascending; {@code dst} may equal {@code base} but
   * no stage.
   */
  void combine(int lane, int dst, int base, double[] coefficients, int[] stages, int count);

  /** √(mean_d ((Σ_j c_j k_j[d]) / (atol + rtol·max(|y0[d]|, |y1[d]|)))²). */
  double errorRatio(
      int lane,
      int y0,
      int y1,
      double[] coefficients,
      int[] stages,
      int count,
      double atol,
      double rtol);

  /** √(mean_d ((a[d] − b[d]) / (atol + rtol·|y[d]|))²); b = −1 means zero. */
  double scaledNorm(int lane, int a, int b, int y, double atol, double rtol);

  /** Whether every entry of the register is finite. */
  boolean isFinite(int lane, int register);

  /** Register {@code to} = register {@code from}. */
  void copy(int lane, int from, int to);

  /** Keeps the register as snapshot {@code index} of that lane, growing the store if needed. */
  void store(int lane, int register, int index);

  /** Register = snapshot {@code index} of that lane. */
  void restore(int lane, int index, int register);
}
