package rivulet.points;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import rivulet.random.NoiseStream;

/** Densities on the line against sums over a fine grid, and their draws against those sums. */
final class LineDensityTest {
  private static final int POINTS = 40_000;
  private static final double FROM = -10;
  private static final double STEP = 1e-4;
  private static final int CELLS = 400_000;

  private static double middle(int cell) {
    return FROM + (cell + 0.5) * STEP;
  }

  private static double logDensity(LineDensity density, double x) {
    return density.trueLogDensity(new double[] {x}).orElseThrow();
  }

  private static double[] drawn(LineDensity density) {
    double[] values = new double[POINTS];
    double[] point = new double[1];
    NoiseStream noise = new NoiseStream();
    for (int n = 0; n < POINTS; n++) {
      density.draw(noise, 3, PointSet.HELD_OUT, n, point);
      values[n] = point[0];
    }
    return values;
  }

  /** The midpoint rule, whose cells end where the uniform density does. */
  @ParameterizedTest
  @EnumSource
  void massIsOneAndTheEntropyIsTheKnownOne(LineDensity density) {
    double mass = 0;
    double entropy = 0;
    for (int cell = 0; cell < CELLS; cell++) {
      double logDensity = logDensity(density, middle(cell));
      double p = Math.exp(logDensity) * STEP;
      mass += p;
      entropy -= p > 0 ? p * logDensity : 0;
    }
    assertEquals(1, mass, 1e-8);
    assertEquals(density.entropy().orElseThrow(), entropy, 1e-7);
  }

  /** The test of Kolmogorov and Smirnov: at 1.63 it fails one right density in a hundred. */
  @ParameterizedTest
  @EnumSource
  void drawsHaveTheDensity(LineDensity density) {
    double[] values = drawn(density);
    Arrays.sort(values);
    double below = 0;
    double farthest = 0;
    int cell = 0;
    for (int n = 0; n < POINTS; n++) {
      for (; cell < CELLS && middle(cell) < values[n]; cell++) {
        below += Math.exp(logDensity(density, middle(cell))) * STEP;
      }
      farthest = Math.max(farthest, Math.abs(below - (n + 0.5) / POINTS));
    }
    double statistic = farthest * Math.sqrt(POINTS);
    assertTrue(statistic < 1.63, density + ": " + statistic);
  }

  /** Means and variances by hand; those of draws vary by about 0.006 and 0.015. */
  @ParameterizedTest
  @CsvSource({
    "TWO_NORMALS, 0, 2.48",
    "UNIFORM, 0, 1.3333",
    "GUMBEL, 0.5772, 1.6449",
    "CLAW, 0, 0.755",
  })
  void moments(LineDensity density, double mean, double variance) {
    double[] values = drawn(density);
    double found = Arrays.stream(values).average().orElseThrow();
    assertEquals(mean, found, 0.03);
    double square = Arrays.stream(values).map(v -> (v - found) * (v - found)).sum() / POINTS;
    assertEquals(variance, square, 0.05);
  }

  @ParameterizedTest
  @EnumSource
  void pointsAreAFunctionOfSeedSetAndIndex(LineDensity density) {
    NoiseStream used = new NoiseStream();
    double[] one = new double[1];
    double[] two = new double[1];
    density.draw(used, 9, PointSet.TRAINING, 5, one);
    density.draw(used, 9, PointSet.HELD_OUT, 5, two);
    assertFalse(Arrays.equals(one, two));
    density.draw(used, 10, PointSet.TRAINING, 5, two);
    assertFalse(Arrays.equals(one, two));
    density.draw(new NoiseStream(), 9, PointSet.TRAINING, 5, two);
    assertArrayEquals(one, two);
    assertEquals(density, PointSource.named(density.label()));
  }
}
