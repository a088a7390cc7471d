package rivulet.check.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Closed forms where covariances commute or are 2×2; else the eigenvalues of Σ₁Σ₂ by EJML. */
final class FrechetDistanceAccuracyTest {
  /** Four points of mean (x, y) and sample covariance diag(a, b), turned about their mean. */
  private static double[][] cross(double x, double y, double a, double b, double angle) {
    double u = Math.sqrt(1.5 * a);
    double v = Math.sqrt(1.5 * b);
    double[][] points = {{u, 0}, {-u, 0}, {0, v}, {0, -v}};
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    for (double[] point : points) {
      double p = point[0];
      point[0] = x + c * p - s * point[1];
      point[1] = y + s * p + c * point[1];
    }
    return points;
  }

  @Test
  void commutingCovariancesInClosedForm() {
    // |(3, 4)|² + (√4 − √1)² + (√9 − √2)²
    double expected = 25 + 1 + Math.pow(3 - Math.sqrt(2), 2);
    for (double angle : new double[] {0, 0.3, 2}) {
      double[][] left = cross(1, 2, 4, 9, angle);
      double[][] right = cross(4, 6, 1, 2, angle);
      assertEquals(expected, FrechetDistance.squared(left, right), 1e-13 * expected);
      assertEquals(0, FrechetDistance.squared(left, left), 1e-13);
    }
  }

  /** Of 2×2 matrices, tr (AB)^½ = √(tr AB + 2 √det AB). */
  @Test
  void turnedCovariancesInClosedForm() {
    double angle = 0.7;
    double c = Math.cos(angle) * Math.cos(angle);
    double s = 1 - c;
    double trace = 4 * (c + 2 * s) + 9 * (s + 2 * c);
    double root = Math.sqrt(trace + 2 * Math.sqrt(4 * 9 * 1 * 2));
    double expected = 4 + 9 + 1 + 2 - 2 * root;
    double found = FrechetDistance.squared(cross(0, 0, 4, 9, 0), cross(0, 0, 1, 2, angle));
    assertEquals(expected, found, 1e-13);
  }

  private static double[][] correlated(int count, int dimension, long seed) {
    Random random = new Random(seed);
    double[][] mixing = new double[dimension][dimension];
    for (double[] row : mixing) {
      for (int i = 0; i < dimension; i++) {
        row[i] = random.nextGaussian();
      }
    }
    double[][] points = new double[count][dimension];
    for (double[] point : points) {
      for (double[] row : mixing) {
        double noise = random.nextGaussian();
        for (int i = 0; i < dimension; i++) {
          point[i] += noise * row[i] + 0.01 * i;
        }
      }
    }
    return points;
  }

  private static DMatrixRMaj covariance(double[][] points, double[] mean) {
    int dimension = mean.length;
    for (double[] point : points) {
      for (int i = 0; i < dimension; i++) {
        mean[i] += point[i] / points.length;
      }
    }
    DMatrixRMaj covariance = new DMatrixRMaj(dimension, dimension);
    for (double[] point : points) {
      for (int i = 0; i < dimension; i++) {
        for (int j = 0; j < dimension; j++) {
          double product = (point[i] - mean[i]) * (point[j] - mean[j]);
          covariance.add(i, j, product / (points.length - 1));
        }
      }
    }
    return covariance;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 30})
  void equalsTheEigenvaluesOfTheProduct(int dimension) {
    double[][] a = correlated(dimension + 40, dimension, 1);
    double[][] b = correlated(dimension + 1, dimension, 2);
    double[] meanOfA = new double[dimension];
    double[] meanOfB = new double[dimension];
    DMatrixRMaj left = covariance(a, meanOfA);
    DMatrixRMaj right = covariance(b, meanOfB);
    DMatrixRMaj product = new DMatrixRMaj(dimension, dimension);
    CommonOps_DDRM.mult(left, right, product);
    var eigen = DecompositionFactory_DDRM.eig(dimension, false);
    assertTrue(eigen.decompose(product));
    double expected = CommonOps_DDRM.trace(left) + CommonOps_DDRM.trace(right);
    for (int i = 0; i < dimension; i++) {
      expected -= 2 * Math.sqrt(Math.max(0, eigen.getEigenvalue(i).getReal()));
      expected += Math.pow(meanOfA[i] - meanOfB[i], 2);
    }
    // Roots of eigenvalues near 0 lose half of their digits there, not here.
    assertEquals(expected, FrechetDistance.squared(a, b), 1e-7 * expected);
  }

  /** A column that does not vary, and one that repeats another, make covariances singular. */
  @Test
  void singularCovariancesAreNoTrouble() {
    double[][] left = cross(1, 2, 4, 9, 0);
    double[][] right = cross(4, 6, 1, 2, 0);
    double expected = FrechetDistance.squared(left, right);
    double[][] wideLeft = new double[8][];
    double[][] wideRight = new double[8][];
    for (int n = 0; n < 8; n++) {
      // 8 points twice as often have 6/7 of the covariance
      double[] l = left[n % 4];
      double[] r = right[n % 4];
      wideLeft[n] = new double[] {l[0], 5, l[1]};
      wideRight[n] = new double[] {r[0], 5, r[1]};
    }
    double means = 25;
    double found = FrechetDistance.squared(wideLeft, wideRight);
    assertEquals(means + 6.0 / 7 * (expected - means), found, 1e-12);
  }

  @Test
  void whatCannotBeComparedIsRefused() {
    double[][] points = correlated(9, 3, 1);
    refused(points, correlated(9, 4, 1), "one number of features");
    refused(points, correlated(3, 3, 1), "more than 3 rows");
    refused(new double[0][], points, "one number of features");
    double[][] broken = correlated(9, 3, 2);
    broken[4][1] = Double.NaN;
    refused(points, broken, "not finite");
  }

  private static void refused(double[][] a, double[][] b, String part) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> FrechetDistance.squared(a, b));
    assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
  }
}
