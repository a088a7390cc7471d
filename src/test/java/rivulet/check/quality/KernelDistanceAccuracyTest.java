package rivulet.check.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MMD² by plain loops, and in closed form between normal distributions. */
final class KernelDistanceAccuracyTest {
  private static double[][] normal(Random random, int count, int dimension, double m, double s) {
    double[][] points = new double[count][dimension];
    for (double[] point : points) {
      for (int i = 0; i < dimension; i++) {
        point[i] = m + s * random.nextGaussian();
      }
    }
    return points;
  }

  private static double kernel(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i] / x.length;
    }
    return Math.pow(sum + 1, 3);
  }

  /** Of a set of points, or of two. */
  private static double mean(double[][] a, double[][] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        sum += a == b && i == j ? 0 : kernel(a[i], b[j]);
      }
    }
    return sum / (a.length * (a == b ? b.length - 1.0 : b.length));
  }

  private static double squared(double[][] a, double[][] b) {
    return mean(a, a) + mean(b, b) - 2 * mean(a, b);
  }

  private static double[][] without(double[][] points, int left) {
    return IntStream.range(0, points.length)
        .filter(i -> i != left)
        .mapToObj(i -> points[i])
        .toArray(double[][]::new);
  }

  private static double spread(double[] estimates) {
    double mean = DoubleStream.of(estimates).average().orElseThrow();
    double n = estimates.length;
    return DoubleStream.of(estimates).map(v -> (v - mean) * (v - mean)).sum() * (n - 1) / n;
  }

  @ParameterizedTest
  @CsvSource({"4, 4, 1", "5, 4, 3", "6, 7, 2", "9, 5, 13"})
  void equalsThePlainLoopsWithAndWithoutEachPoint(int n, int m, int dimension) {
    Random random = new Random(n);
    double[][] a = normal(random, n, dimension, 0, 1);
    double[][] b = normal(random, m, dimension, 0.5, 1.5);
    double variance =
        spread(IntStream.range(0, n).mapToDouble(i -> squared(without(a, i), b)).toArray())
            + spread(IntStream.range(0, m).mapToDouble(j -> squared(a, without(b, j))).toArray());
    KernelDistance found = KernelDistance.of(a, b, 1);
    double scale = Math.abs(mean(a, a)) + Math.abs(mean(b, b)) + 2 * Math.abs(mean(a, b));
    assertEquals(squared(a, b), found.squared(), 1e-13 * scale);
    assertEquals(Math.sqrt(variance), found.standardError(), 1e-12 * scale);
  }

  /** Raw moments to the third of N(m, s²), weighted as the expansion of (xy + 1)³ weighs them. */
  private static double closedForm(double m, double s, double n, double t) {
    double first = m - n;
    double second = m * m + s * s - n * n - t * t;
    double third = m * m * m + 3 * m * s * s - n * n * n - 3 * n * t * t;
    return 3 * first * first + 3 * second * second + third * third;
  }

  /** The mean of 4,000 estimates from 12 and 9 points, and the spread that they say they have. */
  @ParameterizedTest
  @CsvSource({"0, 1, 0, 1", "0, 1, 0.5, 1", "0, 0.5, 0, 0.8", "0.3, 0.7, 0.6, 0.4"})
  void ofNormalDistributionsOnALine(double m, double s, double n, double t) {
    Random random = new Random(7);
    int runs = 4_000;
    double sum = 0;
    double squares = 0;
    double said = 0;
    for (int run = 0; run < runs; run++) {
      KernelDistance found =
          KernelDistance.of(normal(random, 12, 1, m, s), normal(random, 9, 1, n, t), 1);
      sum += found.squared() / runs;
      squares += found.squared() * found.squared() / runs;
      said += found.standardError() * found.standardError() / runs;
    }
    double variance = squares - sum * sum;
    assertEquals(closedForm(m, s, n, t), sum, 4 * Math.sqrt(variance / runs));
    // No less than the true variance on average (Efron and Stein), twice that where both agree.
    assertTrue(said > 0.9 * variance && said < 2.8 * variance, said + " against " + variance);
  }

  /** Between N(0, I) and N(0, t²I) only the second moments differ, by (1 − t²)I: 3(1 − t²)²/D. */
  @Test
  void manyPointsOfManyDimensionsAreNearTheClosedForm() {
    Random random = new Random(3);
    int dimension = 16;
    double[][] a = normal(random, 1500, dimension, 0, 1);
    double[][] b = normal(random, 1200, dimension, 0, 0.7);
    KernelDistance found = KernelDistance.of(a, b, 2);
    double expected = 3 * Math.pow(1 - 0.49, 2) / dimension;
    assertEquals(expected, found.squared(), 3 * found.standardError());
    assertTrue(found.standardError() < 0.1 * expected, found.toString());
    KernelDistance same = KernelDistance.of(a, normal(random, 1500, dimension, 0, 1), 2);
    assertEquals(0, same.squared(), 3 * same.standardError());
    assertTrue(same.standardError() < 0.05 * expected, same.toString());
  }

  @Test
  void threadsChangeNoBit() {
    Random random = new Random(5);
    double[][] a = normal(random, 37, 5, 0, 1);
    double[][] b = normal(random, 23, 5, 1, 1);
    assertEquals(KernelDistance.of(a, b, 1), KernelDistance.of(a, b, 3));
  }

  @Test
  void fewerThanFourPointsAreRefused() {
    Random random = new Random(6);
    double[][] three = normal(random, 3, 2, 0, 1);
    double[][] four = normal(random, 4, 2, 0, 1);
    assertThrows(IllegalArgumentException.class, () -> KernelDistance.of(three, four, 1));
    assertThrows(IllegalArgumentException.class, () -> KernelDistance.of(four, three, 1));
  }
}
