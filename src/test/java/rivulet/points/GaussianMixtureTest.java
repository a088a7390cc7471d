package rivulet.points;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;

/** Closed forms of the mixture against Monte Carlo. */
final class GaussianMixtureTest {
  private static final int DRAWS = 400_000;

  /**
   * E[n − d | x_t = x] by weights: for d of the mixture, n = (x − (1−t)d)/t has density N(n; 0, I)
   * up to a constant. With 400,000 draws in three dimensions the error is about 0.01.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.5, 0.8, 0.95})
  void velocityIsTheConditionalMean(double t) {
    GaussianMixture mixture = new GaussianMixture(3, 1.2, 0.6);
    double[] x = {0.7, -0.2, 0.4};
    double[] d = new double[3];
    double[] sums = new double[3];
    double weights = 0;
    NoiseStream noise = new NoiseStream();
    for (int i = 0; i < DRAWS; i++) {
      mixture.draw(noise, 1, PointSet.TRAINING, i, d);
      double square = 0;
      for (int c = 0; c < 3; c++) {
        double n = (x[c] - (1 - t) * d[c]) / t;
        square += n * n;
      }
      double weight = StrictMath.exp(-0.5 * square);
      weights += weight;
      for (int c = 0; c < 3; c++) {
        sums[c] += weight * ((x[c] - (1 - t) * d[c]) / t - d[c]);
      }
    }
    double[] velocity = new double[3];
    mixture.velocity(x, t, velocity);
    for (int c = 0; c < 3; c++) {
      assertEquals(sums[c] / weights, velocity[c], 0.02, "entry " + c);
    }
  }

  @Test
  void velocityAtTheEnds() {
    GaussianMixture mixture = new GaussianMixture(2, 1, 0.5);
    double[] x = {0.3, 0.9};
    double[] velocity = new double[2];
    mixture.velocity(x, 1, velocity); // n = x, and d is free with mean 0
    assertEquals(0.3, velocity[0], 1e-15);
    assertEquals(0.9, velocity[1], 1e-15);
    mixture.velocity(x, 0, velocity); // d = x, and n is free with mean 0
    assertEquals(-0.3, velocity[0], 1e-15);
    assertEquals(-0.9, velocity[1], 1e-15);
  }

  @Test
  void entropyIsTheMeanOfMinusLogDensity() {
    GaussianMixture mixture = GaussianMixture.standard(64);
    NoiseStream noise = new NoiseStream();
    double[] point = new double[64];
    double sum = 0;
    int points = 20_000;
    for (int i = 0; i < points; i++) {
      mixture.draw(noise, 2, PointSet.HELD_OUT, i, point);
      sum -= mixture.logDensity(point);
    }
    // the deviation of −ln p is √(64/2) = 5.7
    assertEquals(mixture.entropy().orElseThrow(), sum / points, 3 * 5.7 / Math.sqrt(points));
  }

  @Test
  void standardColumnsHaveMeanZeroAndDeviationOne() {
    GaussianMixture mixture = GaussianMixture.standard(4);
    NoiseStream noise = new NoiseStream();
    double[] point = new double[4];
    double sum = 0;
    double square = 0;
    for (int i = 0; i < 20_000; i++) {
      mixture.draw(noise, 2, PointSet.TRAINING, i, point);
      sum += point[1];
      square += point[1] * point[1];
    }
    assertEquals(0, sum / 20_000, 0.03);
    assertEquals(1, square / 20_000, 0.03);
  }

  @Test
  void densityOfTwoClusters() {
    GaussianMixture line = new GaussianMixture(1, 2, 0.5);
    double near = StrictMath.exp(-0.5 * 0.2 * 0.2 / 0.25);
    double far = StrictMath.exp(-0.5 * 4.2 * 4.2 / 0.25);
    double expected = 0.5 * (near + far) / Math.sqrt(2 * StrictMath.PI * 0.25);
    double found = StrictMath.exp(line.logDensity(new double[] {2.2}));
    assertEquals(expected, found, 1e-14);
  }

  @Test
  void nonsenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> GaussianMixture.standard(0));
    assertThrows(IllegalArgumentException.class, () -> new GaussianMixture(2, -1, 1));
    assertThrows(IllegalArgumentException.class, () -> new GaussianMixture(2, 1, Double.NaN));
  }

  @Test
  void noiseAndDataOfAVelocityErrorDiffer() {
    NoiseStream noise = new NoiseStream();
    double[] data = new double[2];
    double[] other = new double[2];
    new GaussianMixture(2, 0, 1).draw(noise, 1, PointSet.HELD_OUT, 0, data);
    noise.reset(1, Purpose.MATCHING, 1, 0, 0, 0, 0).gaussian(other, 0, 2);
    assertEquals(false, data[0] == other[0]);
  }
}
