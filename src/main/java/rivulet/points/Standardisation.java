package rivulet.points;

import java.util.Arrays;
import rivulet.points.table.Columns;
import rivulet.random.NoiseStream;

/**
 * Columns of mean 0 and deviation 1, before the flow: y = (x − m)/σ per column, ln |det| = −Σ ln σ.
 * Measured, kept and applied in float64, since the values of a table may be large against their
 * spread; the standardised values fit the flow's float32.
 */
public final class Standardisation {
  /** Training points that it is measured from, at most. */
  public static final int MEASURED = 20_000;

  /** Steps of float64 that a deviation must span: fewer leave no density between them. */
  private static final double FEWEST_STEPS = 16;

  /** Squares of smaller or larger deviations leave the range of float64. */
  private static final double SMALLEST = 1e-140;

  private static final double LARGEST = 1e140;

  private final Columns columns;
  private final double[] mean;
  private final double[] deviation;
  private final double logDet;

  /**
   * Copies both arrays.
   *
   * @param columns for messages
   * @param mean per column, finite
   * @param deviation per column, above 0 and finite
   * @throws IllegalArgumentException for another number of them, or values out of range
   */
  public Standardisation(Columns columns, double[] mean, double[] deviation) {
    if (mean.length != columns.count() || deviation.length != columns.count()) {
      throw new IllegalArgumentException(
          "standardisation: %d means and %d deviations given for %d columns"
              .formatted(mean.length, deviation.length, columns.count()));
    }
    this.columns = columns;
    this.mean = mean.clone();
    this.deviation = deviation.clone();
    double sum = 0;
    for (int c = 0; c < mean.length; c++) {
      if (!Double.isFinite(mean[c]) || !(deviation[c] >= SMALLEST && deviation[c] <= LARGEST)) {
        throw new IllegalArgumentException(
            ("standardisation: column '%s' has mean %s and deviation %s, outside %s to %s; change"
                    + " its unit")
                .formatted(columns.names().get(c), mean[c], deviation[c], SMALLEST, LARGEST));
      }
      sum -= StrictMath.log(deviation[c]);
    }
    this.logDet = sum;
  }

  /** The identity. */
  static Standardisation none(Columns columns) {
    double[] deviation = new double[columns.count()];
    Arrays.fill(deviation, 1);
    return new Standardisation(columns, new double[columns.count()], deviation);
  }

  /**
   * Measures the first training points of a source.
   *
   * @throws IllegalArgumentException if a column is constant
   */
  static Standardisation of(PointSource source, long seed) {
    Columns columns = source.columns();
    int points = (int) Math.min(MEASURED, source.count(PointSet.TRAINING));
    double[] mean = new double[columns.count()];
    double[] deviation = new double[columns.count()];
    double[] point = new double[columns.count()];
    NoiseStream noise = new NoiseStream();
    for (int n = 0; n < points; n++) {
      source.draw(noise, seed, PointSet.TRAINING, n, point);
      for (int c = 0; c < point.length; c++) {
        double step = point[c] - mean[c];
        mean[c] += step / (n + 1);
        deviation[c] += step * (point[c] - mean[c]);
      }
    }
    for (int c = 0; c < point.length; c++) {
      deviation[c] = Math.sqrt(deviation[c] / points);
      requireSpread(source, c, mean[c], deviation[c]);
    }
    return new Standardisation(columns, mean, deviation);
  }

  private static void requireSpread(PointSource source, int c, double mean, double deviation) {
    if (deviation <= FEWEST_STEPS * Math.ulp(mean)) {
      throw new IllegalArgumentException(
          ("points: column '%s' of %s has one value in all training rows (about %s), so it has no"
                  + " density; leave it out")
              .formatted(source.columns().names().get(c), source.label(), mean));
    }
  }

  /** The columns that it was measured from. */
  public Columns columns() {
    return columns;
  }

  /** Means per column, a copy. */
  public double[] mean() {
    return mean.clone();
  }

  /** Deviations per column, a copy. */
  public double[] deviation() {
    return deviation.clone();
  }

  /**
   * Data to model space, in place.
   *
   * @param point modified
   * @return ln |det|, in nats
   */
  public double forward(double[] point) {
    for (int c = 0; c < mean.length; c++) {
      point[c] = (point[c] - mean[c]) / deviation[c];
    }
    return logDet;
  }

  /**
   * Model space to data, in place.
   *
   * @param point modified
   */
  public void inverse(double[] point) {
    for (int c = 0; c < mean.length; c++) {
      point[c] = point[c] * deviation[c] + mean[c];
    }
  }

  /**
   * Differences in model space to differences in data, in place.
   *
   * @param difference modified
   */
  public void scale(double[] difference) {
    for (int c = 0; c < deviation.length; c++) {
      difference[c] *= deviation[c];
    }
  }
}
