package rivulet.tensor;

import java.util.Locale;
import rivulet.names.Named;
import rivulet.tensor.kernel.Activations;

/**
 * The activation functions φ of the networks, with float64 references by {@link StrictMath}.
 *
 * <table>
 * <caption>with e = exp(−|x|) and σ the sigmoid</caption>
 * <tr><th>kind</th><th>φ</th><th>φ′</th><th>φ″</th></tr>
 * <tr><td>softplus</td><td>max(x,0) + log1p(e)</td><td>σ</td><td>e/(1+e)²</td></tr>
 * <tr><td>sigmoid</td><td>σ = 1/(1+exp(−x))</td><td>e/(1+e)²</td><td>φ′(1−2σ)</td></tr>
 * <tr><td>tanh</td><td>tanh x</td><td>1 − tanh²x</td><td>−2 φ φ′</td></tr>
 * <tr><td>elu</td><td>x &lt; 0 ? expm1(x) : x</td><td>x &lt; 0 ? exp(x) : 1</td>
 * <td>x &lt; 0 ? exp(x) : 0</td></tr>
 * <tr><td>swish</td><td>x σ</td><td>σ + x σ′</td><td>σ′ (2 + x (1−2σ))</td></tr>
 * </table>
 *
 * <p>Limits at ±∞ are exact (swish(−∞) = −0), NaN gives NaN, and tanh, elu and swish keep the sign
 * of zero. The float32 kernels are in {@link Activations}.
 */
public enum Activation {
  SOFTPLUS,
  SIGMOID,
  TANH,
  ELU,
  SWISH;

  /** Beyond this |x| every exp(−|x|) is zero in float64; keeps ∞ · 0 out of the products. */
  private static final double FAR = 800;

  /** The kind of that name, in any case; throws {@link IllegalArgumentException} for others. */
  public static Activation parse(String name) {
    return Named.of("activation", name.toLowerCase(Locale.ROOT), values(), Activation::label);
  }

  /** The name in lower case, as {@link #parse} takes it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** φ(x). */
  public double value(double x) {
    return switch (this) {
      case SOFTPLUS -> Math.max(x, 0) + StrictMath.log1p(decay(x));
      case SIGMOID -> sigmoid(x);
      case TANH -> StrictMath.tanh(x);
      case ELU -> x < 0 ? StrictMath.expm1(x) : x;
      case SWISH -> Math.max(x, -FAR) * sigmoid(x);
    };
  }

  /** φ′(x). */
  public double first(double x) {
    return switch (this) {
      case SOFTPLUS -> sigmoid(x);
      case SIGMOID -> bell(x);
      case TANH -> 4 * bell(2 * x);
      case ELU -> x >= 0 ? 1 : StrictMath.exp(x);
      case SWISH -> sigmoid(x) + Math.clamp(x, -FAR, FAR) * bell(x);
    };
  }

  /** φ″(x); for elu, whose second derivative jumps at 0, the value from the right there. */
  public double second(double x) {
    return switch (this) {
      case SOFTPLUS -> bell(x);
      case SIGMOID -> -bell(x) * StrictMath.tanh(x / 2);
      case TANH -> -8 * bell(2 * x) * StrictMath.tanh(x);
      case ELU -> x >= 0 ? 0 : StrictMath.exp(x);
      case SWISH -> bell(x) * (2 - Math.clamp(x, -FAR, FAR) * StrictMath.tanh(x / 2));
    };
  }

  private static double decay(double x) {
    return StrictMath.exp(-Math.abs(x));
  }

  private static double sigmoid(double x) {
    double e = decay(x);
    return (x < 0 ? e : 1) / (1 + e);
  }

  /** σ′(x) = e / (1+e)², which loses no digits far from 0. */
  private static double bell(double x) {
    double e = decay(x);
    return e / ((1 + e) * (1 + e));
  }
}
