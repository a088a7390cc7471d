package rivulet.random;

/** N(0,1): its cumulative distribution Φ and the inverse, from arithmetic and StrictMath alone. */
public final class NormalDistribution {
  /** ln √(2π). */
  public static final double LOG_ROOT_TWO_PI = 0.5 * StrictMath.log(2 * Math.PI);

  private static final double FARTHEST = 9;

  // Numerator and denominator of each region, constant term first, digits beyond float64 dropped.
  private static final double[] A = {
    3.3871328727963665, 133.14166789178438, 1971.5909503065513,
    13731.69376550946, 45921.95393154987, 67265.7709270087,
    33430.57558358813, 2509.0809287301227
  };
  private static final double[] B = {
    1.0, 42.31333070160091, 687.1870074920579,
    5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854
  };
  private static final double[] C = {
    1.4234371107496835, 4.630337846156546, 5.769497221460691,
    3.6478483247632045, 1.2704582524523684, 0.2417807251774506,
    0.022723844989269184, 0.0007745450142783414
  };
  private static final double[] D = {
    1.0, 2.053191626637759, 1.6763848301838038,
    0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-09
  };
  private static final double[] E = {
    6.657904643501103, 5.463784911164114, 1.7848265399172913,
    0.29656057182850487, 0.026532189526576124, 0.0012426609473880784,
    2.7115555687434876e-05, 2.0103343992922881e-07
  };
  private static final double[] F = {
    1.0, 0.599832206555888, 0.1369298809227358,
    0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-05,
    1.421511758316446e-07, 2.0442631033899397e-15
  };

  private NormalDistribution() {}

  /**
   * Φ(x) = ½ + φ(x)·(x + x³/3 + x⁵/(3·5) + …) (Abramowitz and Stegun, 26.2.11), with an absolute
   * error of a few 1e-16.
   *
   * @param x beyond ±9 the result is 0 or 1
   */
  public static double cumulative(double x) {
    if (Math.abs(x) > FARTHEST) {
      return x < 0 ? 0 : 1;
    }
    double term = x;
    double sum = x;
    for (int n = 3; Math.abs(term) > Math.abs(sum) * 0x1p-54; n += 2) {
      term *= x * x / n;
      sum += term;
    }
    return 0.5 + sum * StrictMath.exp(-0.5 * x * x - LOG_ROOT_TWO_PI);
  }

  /**
   * The z with Φ(z) = p: Wichura's algorithm AS 241 (PPND16), <i>Applied Statistics</i> 37, 1988.
   * Relative error about 1e-16 in exact arithmetic; a few times that in float64.
   *
   * @param p above 0 and below 1
   */
  public static double quantile(double p) {
    if (!(p > 0.0 && p < 1.0)) {
      throw new IllegalArgumentException(
          "normal quantile: probability %s is outside ]0, 1[".formatted(p));
    }
    double q = p - 0.5;
    if (Math.abs(q) <= 0.425) {
      double r = 0.180625 - q * q;
      return q * polynomial(A, r) / polynomial(B, r);
    }
    double r = Math.sqrt(-StrictMath.log(q < 0.0 ? p : 1.0 - p));
    double magnitude =
        r <= 5.0
            ? polynomial(C, r - 1.6) / polynomial(D, r - 1.6)
            : polynomial(E, r - 5.0) / polynomial(F, r - 5.0);
    return q < 0.0 ? -magnitude : magnitude;
  }

  private static double polynomial(double[] coefficients, double r) {
    double sum = 0.0;
    for (int i = coefficients.length - 1; i >= 0; i--) {
      sum = sum * r + coefficients[i];
    }
    return sum;
  }
}
