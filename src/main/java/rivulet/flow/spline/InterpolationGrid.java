package rivulet.flow.spline;

import rivulet.flow.pretransform.InterpolatedCdf;

/**
 * Nodes between which {@link InterpolatedCdf} interpolates: values of a coarser pixel and, for each
 * of them, activities. Node (v, a) has number {@code v · columns + a}. Immutable.
 *
 * <p>In value interpolation is linear. In activity it is linear in ln(activity + ε), as the scale
 * of details goes with its powers: 0.006 bits/dim on photographs, nothing on Fashion-MNIST.
 */
public final class InterpolationGrid {
  /** A part of the noise of 8-bit pixels, so that an activity of 0 has a logarithm. */
  private static final double EPSILON = 0x1p-13;

  private final double[] values;
  private final double[][] activities;
  private final double[][] logActivities;

  /**
   * @param values ascending; equal neighbours must have equal rows
   * @param activities ≥ 0, for each value, as many for each, ascending
   */
  public InterpolationGrid(double[] values, double[][] activities) {
    this.values = values.clone();
    this.activities = new double[activities.length][];
    this.logActivities = new double[activities.length][];
    if (values.length == 0 || activities.length != values.length || activities[0].length == 0) {
      throw new IllegalArgumentException(
          "interpolated cdf: %d values and %d rows of activities, as many of each are needed"
              .formatted(values.length, activities.length));
    }
    requireAscending(values, Double.NEGATIVE_INFINITY);
    for (int v = 0; v < values.length; v++) {
      if (activities[v].length != activities[0].length) {
        throw new IllegalArgumentException("interpolated cdf: rows of activities differ in length");
      }
      requireAscending(activities[v], 0);
      this.activities[v] = activities[v].clone();
      this.logActivities[v] = activities[v].clone();
      for (int a = 0; a < activities[v].length; a++) {
        logActivities[v][a] = coordinate(activities[v][a]);
      }
    }
  }

  private static void requireAscending(double[] nodes, double least) {
    double before = least;
    for (double node : nodes) {
      if (!Double.isFinite(node) || node < before) {
        throw new IllegalArgumentException(
            "interpolated cdf: nodes must be finite and ascend, activities from 0; found %s after %s"
                .formatted(node, before));
      }
      before = node;
    }
  }

  /** Where an activity lies among {@link #logActivities}. */
  static double coordinate(double activity) {
    return StrictMath.log(activity + EPSILON);
  }

  /** Derivative of {@link #coordinate}. */
  static double coordinateSlope(double activity) {
    return 1 / (activity + EPSILON);
  }

  /** Number of values. */
  public int rows() {
    return values.length;
  }

  /** Number of activities of each value. */
  public int columns() {
    return activities[0].length;
  }

  /** Number of nodes. */
  public int nodes() {
    return rows() * columns();
  }

  /** Nodes of the value; the live array. */
  public double[] values() {
    return values;
  }

  /** Nodes of the activity, all rows in order. */
  public double[] flatActivities() {
    double[] flat = new double[nodes()];
    for (int v = 0; v < rows(); v++) {
      System.arraycopy(activities[v], 0, flat, v * columns(), columns());
    }
    return flat;
  }

  /** Coordinates of a row's activities; the live array. */
  double[] logActivities(int row) {
    return logActivities[row];
  }
}
