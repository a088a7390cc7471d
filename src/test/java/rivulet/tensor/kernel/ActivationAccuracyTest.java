package rivulet.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rivulet.tensor.Activation;

/**
 * The float32 functions against StrictMath in float64: every 2¹¹-th float of the whole range, so
 * all signs, subnormals, infinities and NaNs, and 300,000 random arguments where the functions
 * bend. The scalar forms are swept; the parity test ties the vectors to them.
 */
final class ActivationAccuracyTest {
  private static final int STRIDE = 1 << 11;
  private static final int RANDOM = 300_000;

  @FunctionalInterface
  interface FloatFunction {
    float of(float x);
  }

  @Test
  void exponentialAndLogarithm() {
    assertWithin(1.0, Exponential::exp, StrictMath::exp);
    assertWithin(1.0, Logarithm::log, StrictMath::log);
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void values(Activation kind) {
    double bound =
        switch (kind) {
          case SOFTPLUS -> 1.9;
          case SIGMOID, TANH -> 1.5;
          case ELU -> 1.0;
          case SWISH -> 1.8;
        };
    assertWithin(bound, x -> ActivationTwins.value(kind, x), kind::value);
  }

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {"SWISH"},
      mode = EnumSource.Mode.EXCLUDE)
  void firstDerivatives(Activation kind) {
    double bound =
        switch (kind) {
          case SOFTPLUS -> 1.6;
          case ELU -> 1.0;
          default -> 6;
        };
    assertWithin(bound, x -> ActivationTwins.first(kind, x), kind::first);
  }

  /** Functions that cross zero: the error counts against 1, their scale. */
  @ParameterizedTest
  @EnumSource(Activation.class)
  void absoluteErrorOfDerivatives(Activation kind) {
    double first = kind == Activation.TANH ? 2.6e-7 : 1.3e-7;
    double second = kind == Activation.TANH ? 2.9e-7 : 1.5e-7;
    worst(i -> absolute(ActivationTwins.first(kind, argument(i)), kind.first(argument(i))), first);
    worst(
        i -> absolute(ActivationTwins.second(kind, argument(i)), kind.second(argument(i))), second);
  }

  @Test
  void signedZerosAndInfinities() {
    float inf = Float.POSITIVE_INFINITY;
    for (Activation kind : new Activation[] {Activation.TANH, Activation.ELU, Activation.SWISH}) {
      assertEquals(-0f, ActivationTwins.value(kind, -0f), kind.label());
      assertEquals(0f, ActivationTwins.value(kind, 0f), kind.label());
    }
    assertEquals(-0f, ActivationTwins.value(Activation.SWISH, -inf));
    assertEquals(inf, ActivationTwins.value(Activation.SWISH, inf));
    assertEquals(-1f, ActivationTwins.value(Activation.ELU, -inf));
    assertEquals(0f, ActivationTwins.value(Activation.SOFTPLUS, -inf));
    assertEquals(Float.NEGATIVE_INFINITY, Logarithm.log(-0f));
    assertEquals(inf, Exponential.exp(88.8f));
    assertEquals(0f, Exponential.exp(-104f));
  }

  private static void assertWithin(double bound, FloatFunction f, DoubleUnaryOperator reference) {
    worst(i -> ulps(f.of(argument(i)), reference.applyAsDouble(argument(i))), bound);
  }

  private static void worst(IntToDoubleFunction error, double bound) {
    for (int i = -(1 << 20); i < (1 << 20) + RANDOM; i++) {
      double e = error.applyAsDouble(i);
      if (!(e <= bound)) {
        assertTrue(e <= bound, "at x = " + argument(i) + ": " + e + " > " + bound);
      }
    }
  }

  /** The i-th argument: from −2²⁰ to 2²⁰ every stride-th pattern of bits, then random ones. */
  private static float argument(int i) {
    if (i < 1 << 20) {
      return Float.intBitsToFloat(i * STRIDE + (i & 1023));
    }
    SplittableRandom random = new SplittableRandom(i);
    double magnitude = (i & 1) == 0 ? 4 : 120;
    return (float) random.nextDouble(-magnitude, magnitude);
  }

  private static double absolute(float got, double expected) {
    return Double.isNaN(expected) ? (Float.isNaN(got) ? 0 : 1) : Math.abs(got - expected);
  }

  /** Error in units of the last place of the rounded result; a wrong kind of result is infinite. */
  private static double ulps(float got, double expected) {
    float rounded = (float) expected;
    if (Float.isNaN(rounded) || Float.isNaN(got)) {
      return Float.isNaN(rounded) && Float.isNaN(got) ? 0 : Double.POSITIVE_INFINITY;
    }
    if (Float.isInfinite(rounded) || Float.isInfinite(got)) {
      return rounded == got ? 0 : Double.POSITIVE_INFINITY;
    }
    return Math.abs(got - expected) / Math.ulp(rounded);
  }
}
