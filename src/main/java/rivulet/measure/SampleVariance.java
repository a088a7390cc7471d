package rivulet.measure;

import rivulet.parallel.ScalarSum;

/** Σ (x − mean)² / (n − 1), summed in an order fixed by n. */
public final class SampleVariance {
  private SampleVariance() {}

  /** Of all values; NaN for less than two. */
  public static double of(double[] values) {
    int n = values.length;
    double mean = ScalarSum.sum(values, n) / n;
    double[] squares = new double[n];
    for (int i = 0; i < n; i++) {
      squares[i] = (values[i] - mean) * (values[i] - mean);
    }
    return n < 2 ? Double.NaN : ScalarSum.sum(squares, n) / (n - 1.0);
  }
}
