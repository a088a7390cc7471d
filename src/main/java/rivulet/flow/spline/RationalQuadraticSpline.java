package rivulet.flow.spline;

/**
 * A strictly increasing C¹ function of one variable: monotone rational quadratics between knots
 * (x_k, y_k) with slopes δ_k, straight lines beyond the first and last knot (Durkan, Bekasov,
 * Murray, Papamakarios, <i>Neural Spline Flows</i>, 2019, section 3.1). Immutable.
 *
 * <p>With w = x_{k+1} − x_k, h = y_{k+1} − y_k, s = h/w, ξ = (x − x_k)/w:
 *
 * <pre>
 *   y  = y_k + h·(s·ξ² + δ_k·ξ(1−ξ)) / (s + (δ_{k+1} + δ_k − 2s)·ξ(1−ξ))
 *   y' = s²·(δ_{k+1}·ξ² + 2s·ξ(1−ξ) + δ_k·(1−ξ)²) / (s + (δ_{k+1} + δ_k − 2s)·ξ(1−ξ))²
 * </pre>
 */
public final class RationalQuadraticSpline {
  private final double[] position;
  private final double[] value;
  private final double[] slope;
  private final double logFirstSlope;
  private final double logLastSlope;

  /**
   * Copies the knots.
   *
   * @param position x_k, strictly increasing, at least 2
   * @param value y_k, strictly increasing
   * @param slope δ_k, above 0
   * @throws IllegalArgumentException if a condition fails; the message names the knot
   */
  public RationalQuadraticSpline(double[] position, double[] value, double[] slope) {
    if (position.length < 2 || position.length != value.length || position.length != slope.length) {
      throw new IllegalArgumentException(
          "spline: %d positions, %d values, %d slopes given, at least 2 of each are needed"
              .formatted(position.length, value.length, slope.length));
    }
    this.position = position.clone();
    this.value = value.clone();
    this.slope = slope.clone();
    requireIncreasing("positions", this.position);
    requireIncreasing("values", this.value);
    for (int k = 0; k < slope.length; k++) {
      if (!(slope[k] > 0.0 && slope[k] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "spline: slope %d is %s, it must be finite and above 0".formatted(k, slope[k]));
      }
    }
    this.logFirstSlope = StrictMath.log(slope[0]);
    this.logLastSlope = StrictMath.log(slope[slope.length - 1]);
  }

  /** Number of knots, K. */
  public int knots() {
    return position.length;
  }

  /** x_k, a copy. */
  public double[] positions() {
    return position.clone();
  }

  /** y_k, a copy. */
  public double[] values() {
    return value.clone();
  }

  /** δ_k, a copy. */
  public double[] slopes() {
    return slope.clone();
  }

  /** The function at one point. */
  public double value(double x) {
    int k = bin(position, x);
    return k < 0 ? tail(x, k == BELOW ? 0 : knots() - 1) : inside(k, (x - position[k]) / width(k));
  }

  /** The derivative at one point. */
  public double derivative(double x) {
    int k = bin(position, x);
    if (k < 0) {
      return slope[k == BELOW ? 0 : knots() - 1];
    }
    return insideSlope(k, (x - position[k]) / width(k));
  }

  /** The argument at which the function has this value, in closed form. */
  public double inverse(double y) {
    int k = bin(value, y);
    if (k < 0) {
      int end = k == BELOW ? 0 : knots() - 1;
      return position[end] + (y - value[end]) / slope[end];
    }
    double height = value[k + 1] - value[k];
    double s = height / width(k);
    double rise = y - value[k];
    double bend = rise * (slope[k + 1] + slope[k] - 2.0 * s);
    double a = height * (s - slope[k]) + bend;
    double b = height * slope[k] - bend;
    double c = -s * rise;
    // This form of the root has no cancellation: −b and the square root have the same sign.
    double xi = 2.0 * c / (-b - Math.sqrt(Math.max(0.0, b * b - 4.0 * a * c)));
    return position[k] + xi * width(k);
  }

  /**
   * Maps a range in place.
   *
   * @param x modified from {@code from} to before {@code to}
   * @return Σ ln y', summed in the order of the indices
   */
  public double forward(double[] x, int from, int to) {
    double logDet = 0.0;
    for (int i = from; i < to; i++) {
      double at = x[i];
      int k = bin(position, at);
      if (k < 0) {
        x[i] = tail(at, k == BELOW ? 0 : knots() - 1);
        logDet += k == BELOW ? logFirstSlope : logLastSlope;
      } else {
        double xi = (at - position[k]) / width(k);
        x[i] = inside(k, xi);
        logDet += StrictMath.log(insideSlope(k, xi));
      }
    }
    return logDet;
  }

  /** {@link #forward} without the logarithms. */
  public void map(double[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] = value(x[i]);
    }
  }

  /** The derivative of F(y(x)) + ln y'(x) at a point where F' is given. */
  public double pullBack(double x, double gradient) {
    return gradient * derivative(x) + logSlopeDerivative(x);
  }

  /** (ln y')' = y''/y'; zero on the straight lines. */
  private double logSlopeDerivative(double x) {
    int k = bin(position, x);
    if (k < 0) {
      return 0;
    }
    double s = (value[k + 1] - value[k]) / width(k);
    double xi = (x - position[k]) / width(k);
    double rest = 1.0 - xi;
    double bend = slope[k + 1] + slope[k] - 2.0 * s;
    double numerator = slope[k + 1] * xi * xi + 2.0 * s * xi * rest + slope[k] * rest * rest;
    double rise = 2.0 * (slope[k + 1] * xi + s * (rest - xi) - slope[k] * rest);
    double denominator = s + bend * xi * rest;
    return (rise / numerator - 2.0 * bend * (rest - xi) / denominator) / width(k);
  }

  private double width(int k) {
    return position[k + 1] - position[k];
  }

  private double tail(double x, int end) {
    return value[end] + slope[end] * (x - position[end]);
  }

  private double inside(int k, double xi) {
    double height = value[k + 1] - value[k];
    double s = height / width(k);
    double mixed = xi * (1.0 - xi);
    double numerator = s * xi * xi + slope[k] * mixed;
    return value[k] + height * (numerator / (s + (slope[k + 1] + slope[k] - 2.0 * s) * mixed));
  }

  private double insideSlope(int k, double xi) {
    double s = (value[k + 1] - value[k]) / width(k);
    double rest = 1.0 - xi;
    double mixed = xi * rest;
    double numerator = slope[k + 1] * xi * xi + 2.0 * s * mixed + slope[k] * rest * rest;
    double ratio = s / (s + (slope[k + 1] + slope[k] - 2.0 * s) * mixed);
    return ratio * ratio * numerator;
  }

  private static final int BELOW = -1;
  private static final int ABOVE = -2;

  /** The k with knots[k] ≤ at ≤ knots[k+1], or on which side of all knots. */
  private static int bin(double[] knots, double at) {
    int last = knots.length - 1;
    int below = Knots.notAbove(knots, at) - 1;
    if (below < 0) {
      return BELOW;
    }
    return below < last ? below : at > knots[last] ? ABOVE : last - 1;
  }

  private static void requireIncreasing(String what, double[] knots) {
    for (int k = 0; k < knots.length; k++) {
      if (!Double.isFinite(knots[k]) || (k > 0 && !(knots[k] > knots[k - 1]))) {
        throw new IllegalArgumentException(
            "spline: %s must be finite and strictly increasing, number %d of %d is %s%s"
                .formatted(what, k, knots.length, knots[k], k > 0 ? " after " + knots[k - 1] : ""));
      }
    }
  }
}
