package rivulet.inspect.plane;

import java.util.Arrays;

/**
 * A part of the plane.
 *
 * @param left smallest x
 * @param right largest x, above left
 * @param bottom smallest y
 * @param top largest y, above bottom
 */
public record PlaneWindow(double left, double right, double bottom, double top) {
  /** Share of points at either end of a coordinate that may lie outside. */
  private static final double OUTSIDE = 0.005;

  /** Of the span of the points, on either side. */
  private static final double MARGIN = 0.12;

  /** Columns whose spans differ by less are drawn to one scale. */
  private static final double ALIKE = 2.5;

  public PlaneWindow {
    if (!(left < right && bottom < top) || !Double.isFinite(right - left + top - bottom)) {
      throw new IllegalArgumentException(
          "picture: a window of %s to %s by %s to %s shows nothing"
              .formatted(left, right, bottom, top));
    }
  }

  /** A window around most of the points, which have two columns. */
  public static PlaneWindow around(double[][] points) {
    double[] x = range(points, 0);
    double[] y = range(points, 1);
    if (alike(x[1] - x[0], y[1] - y[0])) {
      double half = Math.max(x[1] - x[0], y[1] - y[0]) / 2;
      widen(x, half);
      widen(y, half);
    }
    return new PlaneWindow(x[0], x[1], y[0], y[1]);
  }

  /**
   * A window around a mean, so many deviations to each side.
   *
   * @param mean of two columns
   * @param deviation of the two; where they are alike, both axes have one scale
   */
  public static PlaneWindow around(double[] mean, double[] deviation, double deviations) {
    double wide = deviations * deviation[0];
    double high = deviations * deviation[1];
    if (alike(wide, high)) {
      wide = Math.max(wide, high);
      high = wide;
    }
    return new PlaneWindow(mean[0] - wide, mean[0] + wide, mean[1] - high, mean[1] + high);
  }

  private static boolean alike(double wide, double high) {
    return wide / high > 1 / ALIKE && wide / high < ALIKE;
  }

  private static double[] range(double[][] points, int column) {
    double[] sorted = Arrays.stream(points).mapToDouble(point -> point[column]).sorted().toArray();
    int cut = (int) (OUTSIDE * sorted.length);
    double low = sorted[cut];
    double high = sorted[sorted.length - 1 - cut];
    double margin = high > low ? MARGIN * (high - low) : Math.max(1e-3, 0.05 * Math.abs(low));
    return new double[] {low - margin, high + margin};
  }

  private static void widen(double[] range, double half) {
    double middle = (range[0] + range[1]) / 2;
    range[0] = middle - half;
    range[1] = middle + half;
  }

  /**
   * Nodes of a grid of {@code side} × {@code side} that reaches from edge to edge, row by row from
   * the bottom.
   */
  public double[][] nodes(int side) {
    return grid(side, side - 1, 0);
  }

  /** Centres of {@code side} × {@code side} cells, row by row from the bottom. */
  public double[][] centres(int side) {
    return grid(side, side, 0.5);
  }

  private double[][] grid(int side, int steps, double offset) {
    double[][] points = new double[side * side][];
    Arrays.setAll(
        points,
        i ->
            new double[] {
              left + (i % side + offset) / steps * (right - left),
              bottom + (i / side + offset) / steps * (top - bottom)
            });
    return points;
  }
}
