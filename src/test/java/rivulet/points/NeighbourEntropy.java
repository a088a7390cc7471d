package rivulet.points;

import java.util.Arrays;

/**
 * Entropy of points in the plane from the distance ρ to the k-th neighbour (Kozachenko and
 * Leonenko): {@code ψ(n) − ψ(k) + ln π + 2·mean ln ρ}, in nats.
 */
final class NeighbourEntropy {
  private static final int NEIGHBOUR = 4;
  private static final double PSI_OF_4 = 1 + 0.5 + 1 / 3.0 - 0.57721566490153286;

  private NeighbourEntropy() {}

  static double of(double[] x, double[] y) {
    Integer[] order = new Integer[x.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(x[a], x[b]));
    double[] sx = new double[x.length];
    double[] sy = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      sx[i] = x[order[i]];
      sy[i] = y[order[i]];
    }
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += StrictMath.log(squaredDistance(sx, sy, i));
    }
    return StrictMath.log(x.length) - PSI_OF_4 + StrictMath.log(StrictMath.PI) + sum / x.length;
  }

  /** To the fourth neighbour; looks left and right along x until nothing nearer can come. */
  private static double squaredDistance(double[] x, double[] y, int i) {
    double[] nearest = new double[NEIGHBOUR];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    for (int j = i + 1; j < x.length && square(x[j] - x[i]) < nearest[NEIGHBOUR - 1]; j++) {
      insert(nearest, square(x[j] - x[i]) + square(y[j] - y[i]));
    }
    for (int j = i - 1; j >= 0 && square(x[j] - x[i]) < nearest[NEIGHBOUR - 1]; j--) {
      insert(nearest, square(x[j] - x[i]) + square(y[j] - y[i]));
    }
    return nearest[NEIGHBOUR - 1];
  }

  private static double square(double a) {
    return a * a;
  }

  private static void insert(double[] nearest, double distance) {
    if (distance < nearest[NEIGHBOUR - 1]) {
      nearest[NEIGHBOUR - 1] = distance;
      Arrays.sort(nearest);
    }
  }
}
