package rivulet.points;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import rivulet.random.NoiseStream;

/**
 * The generators against their entropies, moments and supports (docs/mathematics.md, section 6).
 */
final class PlaneDensityTest {
  private static final int POINTS = 40_000;

  private static double[][] points(PlaneDensity density, int count) {
    double[][] columns = new double[2][count];
    double[] point = new double[2];
    NoiseStream noise = new NoiseStream();
    for (int n = 0; n < count; n++) {
      density.draw(noise, 3, PointSet.HELD_OUT, n, point);
      columns[0][n] = point[0];
      columns[1][n] = point[1];
    }
    return columns;
  }

  /**
   * The estimate has a deviation of about √(Var ln p / n) ≤ 0.006 and a bias that is largest at
   * sharp edges; bounds are more than three deviations and less than the width of any noise would
   * change.
   */
  @ParameterizedTest
  @EnumSource
  void entropyIsTheKnownOne(PlaneDensity density) {
    double[][] p = points(density, POINTS);
    assertEquals(density.entropy().orElseThrow(), NeighbourEntropy.of(p[0], p[1]), 0.03);
  }

  /**
   * Moments by hand, for instance circles: 9·((1 + ¼)/2/2 + 0.08²) per axis; those of the roll by a
   * sum over its angle. Means vary by 0.012, variances by at most 0.015.
   */
  @ParameterizedTest
  @CsvSource({
    "EIGHT_GAUSSIANS, 0, 0, 4.1266, 4.1266",
    "CHECKERBOARD, 0, 0, 5.3333, 5.3333",
    "CIRCLES, 0, 0, 2.8701, 2.8701",
    "RINGS, 0, 0, 2.1158, 2.1158",
    "MOONS, 0, 0.3, 3.0400, 0.9871",
    "SWISS_ROLL, 0.4, 0.0424, 1.7946, 1.9728",
  })
  void moments(PlaneDensity density, double mx, double my, double vx, double vy) {
    double[][] p = points(density, POINTS);
    assertEquals(mx, mean(p[0]), 0.04);
    assertEquals(my, mean(p[1]), 0.04);
    assertEquals(vx, variance(p[0]), 0.06);
    assertEquals(vy, variance(p[1]), 0.06);
  }

  private static double mean(double[] x) {
    return Arrays.stream(x).sum() / x.length;
  }

  private static double variance(double[] x) {
    double mean = mean(x);
    return Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / x.length;
  }

  @Test
  void checkerboardFillsItsSquaresAlone() {
    double[][] p = points(PlaneDensity.CHECKERBOARD, 4000);
    int[] perSquare = new int[16];
    for (int n = 0; n < 4000; n++) {
      int column = (int) Math.floor(p[0][n] / 2) + 2;
      int row = (int) Math.floor(p[1][n] / 2) + 2;
      assertTrue(column >= 0 && column < 4 && row >= 0 && row < 4);
      assertEquals(0, (column + row) % 2, column + ", " + row);
      perSquare[4 * row + column]++;
    }
    for (int square : perSquare) {
      assertTrue(square == 0 || Math.abs(square - 500) < 110, Arrays.toString(perSquare));
    }
  }

  @Test
  void eightGaussiansAreAroundTheirCentres() {
    double[][] p = points(PlaneDensity.EIGHT_GAUSSIANS, 4000);
    int near = 0;
    for (int n = 0; n < 4000; n++) {
      double angle = StrictMath.atan2(p[1][n], p[0][n]);
      double centre = Math.rint(angle / (StrictMath.PI / 4)) * (StrictMath.PI / 4);
      double dx = p[0][n] - 4 / 1.414 * StrictMath.cos(centre);
      double dy = p[1][n] - 4 / 1.414 * StrictMath.sin(centre);
      near += StrictMath.hypot(dx, dy) < 2 * 0.5 / 1.414 ? 1 : 0;
    }
    assertEquals(1 - StrictMath.exp(-2), near / 4000.0, 0.03); // Rayleigh: 2 deviations
  }

  @ParameterizedTest
  @EnumSource
  void pointsAreAFunctionOfSeedSetAndIndex(PlaneDensity density) {
    NoiseStream used = new NoiseStream();
    double[] one = new double[2];
    double[] two = new double[2];
    density.draw(used, 9, PointSet.TRAINING, 5, one);
    density.draw(used, 9, PointSet.TRAINING, 6, two);
    assertFalse(Arrays.equals(one, two));
    density.draw(used, 9, PointSet.HELD_OUT, 5, two);
    assertFalse(Arrays.equals(one, two));
    density.draw(used, 10, PointSet.TRAINING, 5, two);
    assertFalse(Arrays.equals(one, two));
    density.draw(new NoiseStream(), 9, PointSet.TRAINING, 5, two);
    assertArrayEquals(one, two);
  }

  @Test
  void namesAreThoseOfTheCommandLine() {
    for (PlaneDensity density : PlaneDensity.values()) {
      assertEquals(density, PointSource.named(density.label()));
    }
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> PointSource.named("squares"));
    assertTrue(e.getMessage().contains("'squares' is unknown"), e.getMessage());
  }
}
