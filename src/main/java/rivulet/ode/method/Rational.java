package rivulet.ode.method;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * An exact fraction in lowest terms with a positive denominator: coefficients of Runge–Kutta
 * methods and their order conditions are held in it, so that no rounding hides a wrong digit.
 *
 * @param numerator carries the sign
 * @param denominator positive
 */
public record Rational(BigInteger numerator, BigInteger denominator) {
  /** 0. */
  public static final Rational ZERO = of(0);

  /** 1. */
  public static final Rational ONE = of(1);

  private static final int DIGITS = 60;

  /** Reduces to lowest terms; a zero denominator is refused. */
  public Rational {
    if (denominator.signum() == 0) {
      throw new IllegalArgumentException("rational: denominator of " + numerator + "/0 is zero");
    }
    BigInteger divisor = numerator.gcd(denominator);
    if (denominator.signum() < 0) {
      divisor = divisor.negate();
    }
    numerator = numerator.divide(divisor);
    denominator = denominator.divide(divisor);
  }

  /** The integer {@code value}. */
  public static Rational of(long value) {
    return new Rational(BigInteger.valueOf(value), BigInteger.ONE);
  }

  /**
   * Reads {@code 3}, {@code -7/24} or a decimal such as {@code 0.161}, which is taken exactly.
   *
   * @throws IllegalArgumentException if the text is none of these
   */
  public static Rational parse(String text) {
    try {
      int slash = text.indexOf('/');
      if (slash >= 0) {
        return new Rational(
            new BigInteger(text.substring(0, slash)), new BigInteger(text.substring(slash + 1)));
      }
      // Not by BigDecimal, whose tables take a fiftieth of a second of every start.
      if (text.indexOf('.') < 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0) {
        return new Rational(new BigInteger(text), BigInteger.ONE);
      }
      BigDecimal decimal = new BigDecimal(text);
      return decimal.scale() <= 0
          ? new Rational(decimal.toBigIntegerExact(), BigInteger.ONE)
          : new Rational(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "rational: '" + text + "' is neither an integer, a fraction p/q nor a decimal", e);
    }
  }

  /** This plus {@code other}. */
  public Rational plus(Rational other) {
    return new Rational(
        numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  /** This minus {@code other}. */
  public Rational minus(Rational other) {
    return plus(new Rational(other.numerator.negate(), other.denominator));
  }

  /** This times {@code other}. */
  public Rational times(Rational other) {
    return new Rational(
        numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  /** Whether this is 0. */
  public boolean isZero() {
    return numerator.signum() == 0;
  }

  /** The nearest double; of numbers beyond 53 bits, rounded from 60 digits. */
  public double toDouble() {
    if (numerator.bitLength() <= 53 && denominator.bitLength() <= 53) {
      return numerator.doubleValue() / denominator.doubleValue(); // both exact: rounded once
    }
    return new BigDecimal(numerator)
        .divide(new BigDecimal(denominator), new MathContext(DIGITS))
        .doubleValue();
  }

  @Override
  public String toString() {
    String whole = numerator.toString();
    return denominator.equals(BigInteger.ONE) ? whole : whole + "/" + denominator;
  }
}
