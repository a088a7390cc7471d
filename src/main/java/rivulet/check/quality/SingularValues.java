package rivulet.check.quality;

/**
 * The sum of a square matrix's singular values. Reflections from both sides make it bidiagonal
 * (Golub and Kahan 1965); the singular values of that are the positive eigenvalues of the symmetric
 * tridiagonal matrix of twice the size whose diagonal is 0 and whose neighbours are d₁, e₁, d₂, e₂,
 * …, d_n, and each is found by bisection on Sturm's count (Golub and Van Loan, Matrix Computations,
 * 8.4 and 8.6): absolutely within rounding of the largest.
 */
final class SingularValues {
  private SingularValues() {}

  /**
   * Adds them up.
   *
   * @param a square; modified
   */
  static double sum(double[][] a) {
    double[] squares = new double[2 * a.length - 1];
    for (int k = 0; k < a.length; k++) {
      Householder.column(a, k);
      Householder.row(a, k);
      squares[2 * k] = a[k][k] * a[k][k];
      if (k + 1 < a.length) {
        squares[2 * k + 1] = a[k][k + 1] * a[k][k + 1];
      }
    }
    double largest = 0;
    for (int i = 0; i < squares.length; i++) {
      double beside = i == 0 ? 0 : Math.sqrt(squares[i - 1]);
      largest = Math.max(largest, Math.sqrt(squares[i]) + beside);
    }
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += value(squares, a.length + k, Math.nextUp(2 * largest));
    }
    return sum;
  }

  /** The eigenvalue that has so many below it. */
  private static double value(double[] squares, int below, double bound) {
    double low = 0;
    double high = bound;
    double middle = 0.5 * (low + high);
    while (middle > low && middle < high && high - low > Math.ulp(bound)) {
      if (below(squares, middle) > below) {
        high = middle;
      } else {
        low = middle;
      }
      middle = 0.5 * (low + high);
    }
    return middle;
  }

  /** How many eigenvalues are smaller: the negative pivots of the matrix less x. */
  private static int below(double[] squares, double x) {
    double pivot = -x;
    int count = pivot < 0 ? 1 : 0;
    for (double square : squares) {
      pivot = -x - square / (pivot == 0 ? Double.MIN_NORMAL : pivot);
      count += pivot < 0 ? 1 : 0;
    }
    return count;
  }
}
