package rivulet.check.quality;

import java.util.Arrays;

/**
 * Reflections I − β v vᵀ that make all but one entry of a column or a row zero (Golub and Van Loan,
 * Matrix Computations, 5.1). Matrices are rows; all loops run along them.
 */
final class Householder {
  private Householder() {}

  /**
   * The upper triangle R of A = Q R, without Q.
   *
   * @param a at least as many rows as columns; modified
   */
  static double[][] triangle(double[][] a) {
    int columns = a[0].length;
    for (int k = 0; k < columns; k++) {
      column(a, k);
    }
    return Arrays.copyOf(a, columns);
  }

  /** Makes column k zero below the diagonal, by a reflection of rows k and on. */
  static void column(double[][] a, int k) {
    double[] v = new double[a.length];
    for (int i = k; i < a.length; i++) {
      v[i] = a[i][k];
    }
    double norm = norm(v);
    if (norm == 0) {
      return;
    }
    double beta = reflector(v, k, norm);
    int columns = a[k].length;
    double[] sums = new double[columns];
    for (int i = k; i < a.length; i++) {
      add(beta * v[i], a[i], sums, k);
    }
    for (int i = k; i < a.length; i++) {
      add(-v[i], sums, a[i], k);
      a[i][k] = i == k ? a[i][k] : 0;
    }
  }

  /** Makes row k zero right of the entry beside the diagonal, by a reflection of columns. */
  static void row(double[][] a, int k) {
    double[] v = a[k].clone();
    Arrays.fill(v, 0, Math.min(k + 1, v.length), 0);
    double norm = norm(v);
    if (norm == 0) {
      return;
    }
    double beta = reflector(v, k + 1, norm);
    for (int i = k; i < a.length; i++) {
      double sum = 0;
      for (int j = k + 1; j < v.length; j++) {
        sum += a[i][j] * v[j];
      }
      add(-beta * sum, v, a[i], k + 1);
    }
    Arrays.fill(a[k], Math.min(k + 2, v.length), v.length, 0);
  }

  /** Turns x into the v that takes it to ∓|x| at index k, the sign that does not cancel. */
  private static double reflector(double[] x, int k, double norm) {
    double beta = 1 / (norm * (norm + Math.abs(x[k])));
    x[k] += x[k] < 0 ? -norm : norm;
    return beta;
  }

  private static double norm(double[] x) {
    double sum = 0;
    for (double value : x) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  private static void add(double factor, double[] from, double[] to, int first) {
    for (int j = first; j < to.length; j++) {
      to[j] += factor * from[j];
    }
  }
}
