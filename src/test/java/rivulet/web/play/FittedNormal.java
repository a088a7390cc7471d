package rivulet.web.play;

import java.util.Arrays;

/** The normal of the moments of points in the plane, covariance included. */
final class FittedNormal {
  private FittedNormal() {}

  /** Mean −ln p, in nats, of some points under the normal that is fitted to all. */
  static double of(double[][] all, double[][] some) {
    double[] mean = new double[2];
    for (double[] row : all) {
      mean[0] += row[0] / all.length;
      mean[1] += row[1] / all.length;
    }
    double[] second = new double[3];
    for (double[] row : all) {
      double dx = row[0] - mean[0];
      double dy = row[1] - mean[1];
      second[0] += dx * dx / all.length;
      second[1] += dx * dy / all.length;
      second[2] += dy * dy / all.length;
    }
    double det = second[0] * second[2] - second[1] * second[1];
    return Arrays.stream(some)
        .mapToDouble(row -> {
          double dx = row[0] - mean[0];
          double dy = row[1] - mean[1];
          double square =
              (second[2] * dx * dx - 2 * second[1] * dx * dy + second[0] * dy * dy) / det;
          return 0.5 * square + Math.log(2 * Math.PI) + 0.5 * Math.log(det);
        })
        .average()
        .orElseThrow();
  }
}
