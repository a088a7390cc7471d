package rivulet.check.quality;

import rivulet.parallel.ScalarSum;
import rivulet.parallel.WorkerPool;

/**
 * Sums of a kernel between each point of a set and all others, or all points of another set.
 *
 * @param rows sum for each point
 * @param sum of all rows
 * @param others points that each was held against
 */
record KernelSums(double[] rows, double sum, int others) {

  /** Each point against all others of its set. */
  static KernelSums within(double[][] points, double offset, WorkerPool pool) {
    return of(points, points, offset, pool, points.length - 1);
  }

  /** Each point against all of another set. */
  static KernelSums between(double[][] points, double[][] others, double offset, WorkerPool pool) {
    return of(points, others, offset, pool, others.length);
  }

  private static KernelSums of(
      double[][] points, double[][] others, double offset, WorkerPool pool, int count) {
    double[] rows = new double[points.length];
    pool.run(
        rows.length,
        (_, i) -> {
          for (int j = 0; j < others.length; j++) {
            rows[i] += points == others && i == j ? 0 : value(points[i], others[j], offset);
          }
        });
    return new KernelSums(rows, ScalarSum.sum(rows, rows.length), count);
  }

  private static double value(double[] x, double[] y, double offset) {
    return CubicKernel.of(x, y) - offset;
  }

  int count() {
    return rows.length;
  }

  /** Of the kernel over all pairs. */
  double mean() {
    return sum / ((double) count() * others);
  }

  /**
   * The same without one point.
   *
   * @param times how often the point's row is in the sum: 2 within a set, as row and as column, and
   *     1 between sets
   */
  double meanWithout(int point, int times) {
    double pairs = (double) (count() - 1) * (others - (times - 1));
    return (sum - times * rows[point]) / pairs;
  }
}
