package rivulet.check.quality;

/**
 * The squared Fréchet (2-Wasserstein) distance between normal distributions of the same means and
 * covariances as two sets of points (Dowson and Landau, J. Multivariate Anal. 12, 1982), which of
 * Inception features is the FID (Heusel and others, NeurIPS 2017):
 *
 * <pre>   d² = |μ₁ − μ₂|² + tr Σ₁ + tr Σ₂ − 2 tr (Σ₁ Σ₂)^½ </pre>
 *
 * <p>No root of a matrix is taken. With factors Σ = RᵀR, of which QR makes R of the centred points,
 * Σ₁Σ₂ has the eigenvalues of (R₁R₂ᵀ)ᵀ(R₁R₂ᵀ), so the last trace is the sum of the singular values
 * of R₁R₂ᵀ: no covariance is formed, and small eigenvalues keep their digits.
 */
public final class FrechetDistance {
  private FrechetDistance() {}

  /**
   * The squared distance, in squared units of the features. Of few points it is too large: a
   * covariance of D features takes many times D points.
   *
   * @param a points, one per row, all finite; not modified
   * @param b points of the same dimension
   * @throws IllegalArgumentException unless both have more points than dimensions, and one
   *     dimension
   */
  public static double squared(double[][] a, double[][] b) {
    require(a, b);
    double[] meanOfA = new double[a[0].length];
    double[] meanOfB = new double[meanOfA.length];
    double[][] left = factor(a, meanOfA);
    double[][] right = factor(b, meanOfB);
    double between = 0;
    for (int i = 0; i < meanOfA.length; i++) {
      between += (meanOfA[i] - meanOfB[i]) * (meanOfA[i] - meanOfB[i]);
    }
    double spread = squares(left) + squares(right);
    double found = between + spread - 2 * SingularValues.sum(timesTransposed(left, right));
    if (!Double.isFinite(found)) {
      throw new IllegalArgumentException(
          "frechet: values are not finite, or so large that their squares are not: scale them");
    }
    return Math.max(0, found);
  }

  private static void require(double[][] a, double[][] b) {
    int dimensions = a.length == 0 ? 0 : a[0].length;
    int others = b.length == 0 ? 0 : b[0].length;
    if (dimensions != others || dimensions == 0) {
      throw new IllegalArgumentException(
          "frechet: sets of one number of features are compared, found %d and %d: compute both by the same network"
              .formatted(dimensions, others));
    }
    int fewest = Math.min(a.length, b.length);
    if (fewest <= dimensions) {
      throw new IllegalArgumentException(
          "frechet: a covariance of %d features takes more than %d rows, best many times more, found %d: give more rows or fewer features"
              .formatted(dimensions, dimensions, fewest));
    }
  }

  /** R of the centred points over √(n − 1). */
  private static double[][] factor(double[][] points, double[] mean) {
    for (double[] point : points) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += point[i];
      }
    }
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= points.length;
    }
    double scale = 1 / Math.sqrt(points.length - 1.0);
    double[][] centred = new double[points.length][mean.length];
    for (int n = 0; n < points.length; n++) {
      for (int i = 0; i < mean.length; i++) {
        centred[n][i] = scale * (points[n][i] - mean[i]);
      }
    }
    return Householder.triangle(centred);
  }

  private static double squares(double[][] rows) {
    double sum = 0;
    for (double[] row : rows) {
      for (double value : row) {
        sum += value * value;
      }
    }
    return sum;
  }

  /** Of upper triangles: entry (i, j) = Σ_k left(i, k)·right(j, k) over k ≥ max(i, j). */
  private static double[][] timesTransposed(double[][] left, double[][] right) {
    int size = left.length;
    double[][] product = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        for (int k = Math.max(i, j); k < size; k++) {
          product[i][j] += left[i][k] * right[j][k];
        }
      }
    }
    return product;
  }
}
