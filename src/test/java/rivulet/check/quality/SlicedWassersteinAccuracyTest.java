package rivulet.check.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The distance by hand on a line, and in closed form between normal distributions. */
class SlicedWassersteinAccuracyTest {
  private static double[][] line(double... values) {
    double[][] points = new double[values.length][1];
    for (int i = 0; i < values.length; i++) {
      points[i][0] = values[i];
    }
    return points;
  }

  private static double distance(double[][] a, double[][] b) {
    return SlicedWasserstein.distance(a, b, 7, 3);
  }

  /** On a line every direction is ±1, so the result is W₂ of the sorted values. */
  @Test
  void onALineItIsTheOrderedDistance() {
    assertEquals(3, distance(line(5), line(2)), 1e-15);
    // pairs 0-2, 1-2, 5-3: (4 + 1 + 4)/3
    assertEquals(Math.sqrt(3), distance(line(5, 0, 1), line(2, 3, 2)), 1e-15);
    // pairs 0-1, 0-1, 0-1, 0-1
    assertEquals(1, distance(line(0, 0, 0, 0), line(1, 1, 1, 1)), 1e-15);
    // pairs 0-0, 4-0: not the distance of the means, 2
    assertEquals(Math.sqrt(8), distance(line(0, 4), line(0, 0)), 1e-15);
  }

  /** E (u·d)² = |d|²/D for u uniform on the sphere; of 40,000 directions within 1 %. */
  @Test
  void directionsAreUniformOnTheSphere() {
    double[][] origin = {{0, 0, 0}};
    double[][] axes = {{6, 0, 0}, {0, 6, 0}, {0, 0, 6}, {2, 4, -4}};
    for (double[] point : axes) {
      double found = SlicedWasserstein.distance(origin, new double[][] {point}, 40_000, 5);
      assertEquals(6 / Math.sqrt(3), found, 0.02 * 6 / Math.sqrt(3));
    }
  }

  private static double[][] normal(int count, int dimension, double mean, double scale, long seed) {
    Random random = new Random(seed);
    double[][] points = new double[count][dimension];
    for (double[] point : points) {
      for (int i = 0; i < dimension; i++) {
        point[i] = mean + scale * random.nextGaussian();
      }
    }
    return points;
  }

  /**
   * Between N(0, I) and N(m·1, s²I) every projection is N(0, 1) against N(m·Σu, s²), whose W₂² is
   * m²(Σu)² + (s − 1)², with mean m² + (s − 1)². Two sets of n points that are independent add
   * about (1 + s²)·ln ln n / n to the square, here 0.01, and a chance mean of 2/√n, here 0.03.
   */
  @ParameterizedTest
  @CsvSource({"0, 2", "0, 0.25", "1, 1", "2, 3", "-1.5, 0.5"})
  void ofNormalSamplesItIsTheClosedForm(double mean, double scale) {
    double[][] a = normal(4000, 4, 0, 1, 1);
    double[][] b = normal(4000, 4, mean, scale, 2);
    double expected = Math.sqrt(mean * mean + (scale - 1) * (scale - 1));
    // the mean of (Σu)² over 400 directions of 4 dimensions varies by 4 %, its root by 2 %
    double bound = 0.05 + 0.06 * Math.abs(mean);
    assertEquals(expected, SlicedWasserstein.distance(a, b, 400, 9), bound);
  }

  /** The same points scaled: (s − 1)² times the mean square of a coordinate, without chance. */
  @Test
  void scaledPointsAreInOrder() {
    double[][] points = {{1, 1}, {1, -1}, {-1, 1}, {-1, -1}};
    double[][] larger = {{3, 3}, {3, -3}, {-3, 3}, {-3, -3}};
    // the mean square of every projection is 1
    assertEquals(2, SlicedWasserstein.distance(points, larger, 50, 9), 1e-14);
    assertEquals(2, SlicedWasserstein.distance(larger, points, 50, 8), 1e-14);
  }
}
