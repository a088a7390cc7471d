package rivulet.tensor.kernel;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.Activation;

/**
 * The {@link Activation}s and their derivatives on runs of floats. Every operand is a native
 * segment, a byte offset into it and the common count {@code n} ≥ 0. Results may start exactly
 * where a source starts, but not overlap one otherwise; two results never share a place.
 *
 * <p>The kind is looked at once per call; each kind has its own loops ({@link Softplus}, {@link
 * Sigmoid}, {@link Tanh}, {@link Elu}, {@link Swish}), in which value and derivative share one
 * exponential. No result depends on the vector width or on the place of an element in the run.
 *
 * <p>Largest errors measured against float64, over every 61st float of the whole range (subnormals
 * and infinities included) for the values and φ′ in ulp, over every 397th for the absolute ones:
 *
 * <table>
 * <caption>accuracy</caption>
 * <tr><th></th><th>softplus</th><th>sigmoid</th><th>tanh</th><th>elu</th><th>swish</th></tr>
 * <tr><td>φ, ulp</td><td>1.81</td><td>1.48</td><td>1.42</td><td>0.87</td><td>1.71</td></tr>
 * <tr><td>φ′, ulp</td><td>1.48</td><td>4.8</td><td>5.5</td><td>0.96</td><td>(crosses 0)</td></tr>
 * <tr><td>φ′, absolute</td>
 * <td>4.5e-8</td><td>5.4e-8</td><td>2.5e-7</td><td>4.8e-8</td><td>1.2e-7</td></tr>
 * <tr><td>φ″, absolute</td>
 * <td>5.4e-8</td><td>3.7e-8</td><td>2.8e-7</td><td>4.8e-8</td><td>1.4e-7</td></tr>
 * </table>
 *
 * <p>Operands that do not lie in a native segment throw {@link IllegalArgumentException}.
 */
public final class Activations {
  private Activations() {}

  /** y = φ(x). */
  public static void value(
      Activation kind, MemorySegment x, long xo, MemorySegment y, long yo, int n) {
    Operands.check("x", x, xo, n);
    Operands.check("y", y, yo, n);
    Operands.apart(x, xo, y, yo, n);
    switch (kind) {
      case SOFTPLUS -> Softplus.value(x, xo, y, yo, n);
      case SIGMOID -> Sigmoid.value(x, xo, y, yo, n);
      case TANH -> Tanh.value(x, xo, y, yo, n);
      case ELU -> Elu.value(x, xo, y, yo, n);
      case SWISH -> Swish.value(x, xo, y, yo, n);
    }
  }

  /** y = φ(x) and d = φ′(x) in one pass. */
  public static void valueAndDerivative(
      Activation kind,
      MemorySegment x,
      long xo,
      MemorySegment y,
      long yo,
      MemorySegment d,
      long do_,
      int n) {
    Operands.check("x", x, xo, n);
    Operands.check("y", y, yo, n);
    Operands.check("d", d, do_, n);
    Operands.apart(x, xo, y, yo, n);
    Operands.apart(x, xo, d, do_, n);
    distinct(y, yo, d, do_, n);
    switch (kind) {
      case SOFTPLUS -> Softplus.valueAndDerivative(x, xo, y, yo, d, do_, n);
      case SIGMOID -> Sigmoid.valueAndDerivative(x, xo, y, yo, d, do_, n);
      case TANH -> Tanh.valueAndDerivative(x, xo, y, yo, d, do_, n);
      case ELU -> Elu.valueAndDerivative(x, xo, y, yo, d, do_, n);
      case SWISH -> Swish.valueAndDerivative(x, xo, y, yo, d, do_, n);
    }
  }

  /** d = φ′(x). */
  public static void derivative(
      Activation kind, MemorySegment x, long xo, MemorySegment d, long do_, int n) {
    Operands.check("x", x, xo, n);
    Operands.check("d", d, do_, n);
    Operands.apart(x, xo, d, do_, n);
    switch (kind) {
      case SOFTPLUS -> Softplus.derivative(x, xo, d, do_, n);
      case SIGMOID -> Sigmoid.derivative(x, xo, d, do_, n);
      case TANH -> Tanh.derivative(x, xo, d, do_, n);
      case ELU -> Elu.derivative(x, xo, d, do_, n);
      case SWISH -> Swish.derivative(x, xo, d, do_, n);
    }
  }

  /** s = φ″(x). */
  public static void secondDerivative(
      Activation kind, MemorySegment x, long xo, MemorySegment s, long so, int n) {
    Operands.check("x", x, xo, n);
    Operands.check("s", s, so, n);
    Operands.apart(x, xo, s, so, n);
    switch (kind) {
      case SOFTPLUS -> Softplus.secondDerivative(x, xo, s, so, n);
      case SIGMOID -> Sigmoid.secondDerivative(x, xo, s, so, n);
      case TANH -> Tanh.secondDerivative(x, xo, s, so, n);
      case ELU -> Elu.secondDerivative(x, xo, s, so, n);
      case SWISH -> Swish.secondDerivative(x, xo, s, so, n);
    }
  }

  /**
   * s = φ″ from h = φ(x) and d = φ′(x): softplus d − d², sigmoid d(1−2h), tanh −2hd, elu (d &lt; 1
   * ? d : 0). Softplus and elu do not read h. Swish, whose φ″ is no short formula in h and d,
   * throws.
   */
  public static void secondFromFirst(
      Activation kind,
      MemorySegment h,
      long ho,
      MemorySegment d,
      long do_,
      MemorySegment s,
      long so,
      int n) {
    Operands.check("h", h, ho, n);
    Operands.check("d", d, do_, n);
    Operands.check("s", s, so, n);
    Operands.apart(h, ho, s, so, n);
    Operands.apart(d, do_, s, so, n);
    switch (kind) {
      case SOFTPLUS -> Softplus.secondFromFirst(d, do_, s, so, n);
      case SIGMOID -> Sigmoid.secondFromFirst(h, ho, d, do_, s, so, n);
      case TANH -> Tanh.secondFromFirst(h, ho, d, do_, s, so, n);
      case ELU -> Elu.secondFromFirst(d, do_, s, so, n);
      case SWISH ->
          throw new IllegalArgumentException(
              "activation: swish has no second derivative from (value, first derivative);"
                  + " use secondDerivative, which takes x");
    }
  }

  private static void distinct(MemorySegment y, long yo, MemorySegment d, long do_, int n) {
    Operands.apart(y, yo, d, do_, n);
    if (n > 0 && y.address() + yo == d.address() + do_) {
      throw new IllegalArgumentException(
          "activation: value and derivative share one place; give each its own");
    }
  }
}
