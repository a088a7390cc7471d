package rivulet.check.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SlicedWassersteinTest {
  private static double[][] normal(int count, int dimension, double shift, long seed) {
    Random random = new Random(seed);
    double[][] points = new double[count][dimension];
    for (double[] point : points) {
      for (int i = 0; i < dimension; i++) {
        point[i] = random.nextGaussian();
      }
      point[0] += shift;
    }
    return points;
  }

  @Test
  void isZeroForThePermutedSet() {
    double[][] points = normal(50, 3, 0, 1);
    double[][] turned = new double[50][];
    for (int i = 0; i < 50; i++) {
      turned[i] = points[49 - i];
    }
    assertEquals(0, SlicedWasserstein.distance(points, turned, 20, 1), 1e-12);
  }

  @Test
  void ofAShiftIsTheShiftsMeanProjection() {
    double[][] points = normal(60, 4, 0, 2);
    double[][] moved = normal(60, 4, 3, 2);
    // E (u·s)² = |s|²/D for u uniform on the sphere
    assertEquals(3 / Math.sqrt(4), SlicedWasserstein.distance(points, moved, 20_000, 5), 0.02);
  }

  @Test
  void differentCountsAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> SlicedWasserstein.distance(normal(3, 2, 0, 1), normal(4, 2, 0, 1), 1, 1));
  }
}
