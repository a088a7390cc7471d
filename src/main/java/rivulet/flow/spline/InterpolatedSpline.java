package rivulet.flow.spline;

import rivulet.flow.pretransform.InterpolatedCdf;

/**
 * The spline of one detail between the nodes of {@link InterpolatedCdf}. Knots are interpolated
 * where they are needed: a search looks at the logarithm of their number. One per worker, aimed by
 * {@link #at}; allocates nothing.
 *
 * <p>With w = x_{k+1} − x_k, h = z_{k+1} − z_k, ξ = (x − x_k)/w, q = ξ(1−ξ), r = w/(h·d_k), r' =
 * w/(h·d_{k+1}), the spline of {@link RationalQuadraticSpline} is
 *
 * <pre>
 *   z = z_k + h·N/M     dz/dx = (h/w)·E/M²
 *   N = ξ² + r·q        M = 1 + (r + r' − 2)·q      E = r'·ξ² + 2q + r·(1−ξ)²
 * </pre>
 */
public final class InterpolatedSpline {
  private static final int BELOW = -1;
  private static final int ABOVE = -2;

  private final double[] latent;
  private final double[] position;
  private final double[] stretch;
  private final int knots;
  private final int kindSize;
  private final int[] start = new int[GridPoints.CORNERS];
  private final double[] byWeight = new double[GridPoints.CORNERS];
  private double weight0;
  private double weight1;
  private double weight2;
  private double weight3;

  // The interval that was searched for last.
  private double left;
  private double right;
  private double height;
  private double firstRatio;
  private double lastRatio;

  // The derivative at the last argument, or one over it.
  private double slope;
  private boolean inverted;

  public InterpolatedSpline(InterpolatedCdf cdf) {
    this.latent = cdf.latents();
    this.position = cdf.positions();
    this.stretch = cdf.stretches();
    this.knots = latent.length;
    this.kindSize = cdf.grid().nodes() * knots;
  }

  /** Chooses the kind of detail and the point of the grid. */
  public void at(int kind, GridPoints points, int point) {
    for (int corner = 0; corner < GridPoints.CORNERS; corner++) {
      start[corner] = kind * kindSize + points.node(point, corner) * knots;
    }
    weight0 = points.weight(point, 0);
    weight1 = points.weight(point, 1);
    weight2 = points.weight(point, 2);
    weight3 = points.weight(point, 3);
  }

  private double interpolate(double[] table, int knot) {
    return weight0 * table[start[0] + knot]
        + weight1 * table[start[1] + knot]
        + weight2 * table[start[2] + knot]
        + weight3 * table[start[3] + knot];
  }

  /** z at x; {@link #logSlope} then is ln dz/dx there. */
  public double forward(double x) {
    int k = search(x);
    if (k < 0) {
      int end = end(k);
      double d = interpolate(stretch, end);
      slope = d;
      inverted = true;
      return latent[end] + (x - endPosition(k)) / d;
    }
    enter(k);
    double width = right - left;
    double xi = (x - left) / width;
    double rest = 1 - xi;
    double q = xi * rest;
    double m = 1 + (firstRatio + lastRatio - 2) * q;
    double e = lastRatio * xi * xi + 2 * q + firstRatio * rest * rest;
    slope = height / width * (e / (m * m));
    inverted = false;
    return latent[k] + height * ((xi * xi + firstRatio * q) / m);
  }

  /** ln dz/dx at the argument of the last {@link #forward}. */
  public double logSlope() {
    return inverted ? -StrictMath.log(slope) : StrictMath.log(slope);
  }

  /** x at z, in closed form. */
  public double inverse(double z) {
    if (z < latent[0] || z > latent[knots - 1]) {
      int end = z < latent[0] ? 0 : knots - 1;
      return interpolate(position, end) + (z - latent[end]) * interpolate(stretch, end);
    }
    int k = Math.clamp(Knots.notAbove(latent, z) - 1, 0, knots - 2);
    left = interpolate(position, k);
    right = interpolate(position, k + 1);
    enter(k);
    double part = (z - latent[k]) / height;
    double bend = part * (firstRatio + lastRatio - 2);
    double a = 1 - firstRatio + bend;
    double b = firstRatio - bend;
    // This form of the root has no cancellation: −b and the square root have the same sign.
    double xi = 2 * part / (b + Math.sqrt(Math.max(0, b * b + 4 * a * part)));
    return left + xi * (right - left);
  }

  /**
   * With J = F(z(x)) + ln dz/dx, a function of x and of the four nodes' weights: ∂J/∂x, and {@link
   * #byWeight} then holds the others.
   *
   * @param gradient F' at z(x)
   */
  public double pullBack(double x, double gradient) {
    int k = search(x);
    return k < 0 ? pullBackTail(x, gradient, k) : pullBackInside(x, gradient, k);
  }

  private double pullBackTail(double x, double gradient, int side) {
    int end = end(side);
    double d = interpolate(stretch, end);
    double byX = gradient / d;
    double byStretch = -(byX * (x - endPosition(side)) + 1) / d;
    for (int corner = 0; corner < GridPoints.CORNERS; corner++) {
      int at = start[corner] + end;
      byWeight[corner] = byStretch * stretch[at] - byX * position[at];
    }
    return byX;
  }

  private double pullBackInside(double x, double gradient, int k) {
    enter(k);
    double width = right - left;
    double xi = (x - left) / width;
    double rest = 1 - xi;
    double q = xi * rest;
    double bend = firstRatio + lastRatio - 2;
    double n = xi * xi + firstRatio * q;
    double m = 1 + bend * q;
    double e = lastRatio * xi * xi + 2 * q + firstRatio * rest * rest;
    double byN = gradient * height / m;
    double byM = -byN * n / m - 2 / m;
    double turn = rest - xi;
    double byXi =
        byN * (2 * xi + firstRatio * turn)
            + byM * bend * turn
            + 2 * (lastRatio * xi + turn - firstRatio * rest) / e;
    double byFirst = firstRatio * (byN * q + byM * q + rest * rest / e);
    double byLast = lastRatio * (byM * q + xi * xi / e);
    double byWidth = (byFirst + byLast - 1 - xi * byXi) / width;
    double byX = byXi / width;
    double byFirstStretch = -byFirst / interpolate(stretch, k);
    double byLastStretch = -byLast / interpolate(stretch, k + 1);
    for (int corner = 0; corner < GridPoints.CORNERS; corner++) {
      int at = start[corner] + k;
      byWeight[corner] =
          byWidth * (position[at + 1] - position[at])
              - byX * position[at]
              + byFirstStretch * stretch[at]
              + byLastStretch * stretch[at + 1];
    }
    return byX;
  }

  /** Derivatives by the nodes' weights after {@link #pullBack}; the live array. */
  public double[] byWeight() {
    return byWeight;
  }

  /** The k with x_k ≤ x ≤ x_{k+1}, then {@link #left} and {@link #right}, or on which side. */
  private int search(double x) {
    int low = 0;
    left = interpolate(position, low);
    right = interpolate(position, knots - 1);
    if (x < left) {
      return BELOW;
    }
    if (x > right) {
      return ABOVE;
    }
    int intervals = knots - 1;
    while (intervals > 1) { // by conditional moves: see Knots
      int half = intervals >>> 1;
      low = interpolate(position, low + half) <= x ? low + half : low;
      intervals -= half;
    }
    left = interpolate(position, low);
    right = interpolate(position, low + 1);
    return low;
  }

  private int end(int side) {
    return side == BELOW ? 0 : knots - 1;
  }

  private double endPosition(int side) {
    return side == BELOW ? left : right;
  }

  private void enter(int k) {
    height = latent[k + 1] - latent[k];
    double secant = (right - left) / height;
    firstRatio = secant / interpolate(stretch, k);
    lastRatio = secant / interpolate(stretch, k + 1);
  }
}
