package rivulet.flow.pretransform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rivulet.flow.spline.RationalQuadraticSpline;

/** What all pre-transforms promise: log-det, inverse, monotonicity, offsets. */
class PreTransformMapTest {
  static final int CHANNELS = 2;
  static final int PIXELS = 40;
  static final int SIZE = CHANNELS * PIXELS;

  static List<PreTransform> all() {
    double[] x = {0.0, 0.004, 0.3, 0.9};
    double[] slope = {40.0, 110.0, 2.0, 3.0};
    RationalQuadraticSpline first =
        new RationalQuadraticSpline(x, new double[] {-1.5, -0.2, 0.6, 2.4}, slope);
    RationalQuadraticSpline second =
        new RationalQuadraticSpline(x, new double[] {-2.0, -1.0, 0.0, 1.0}, slope);
    return List.of(
        new Logit(0.05),
        new Logit(1e-6),
        new Affine(new double[] {0.3, -0.1}, new double[] {0.2, 1.7}),
        new Cdf(List.of(first, second)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void logDetIsThatOfTheFiniteDifferences(PreTransform map) {
    double[] x = data(1);
    double h = 1e-6;
    double[] up = x.clone();
    double[] down = x.clone();
    for (int i = 0; i < SIZE; i++) {
      // Logs of the slope bend fastest at the logit's edges: the step follows the distance.
      double step = h * Math.min(1.0, Math.min(x[i], 1.0 - x[i]));
      up[i] += step;
      down[i] -= step;
    }
    double[] steps = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      steps[i] = up[i] - down[i];
    }
    map.forward(up, CHANNELS, PIXELS);
    map.forward(down, CHANNELS, PIXELS);
    double expected = 0.0;
    for (int i = 0; i < SIZE; i++) {
      expected += StrictMath.log((up[i] - down[i]) / steps[i]);
    }
    assertEquals(expected, map.forward(x, CHANNELS, PIXELS), 1e-6 * SIZE);
  }

  @ParameterizedTest
  @MethodSource("all")
  void inverseGivesBackTheData(PreTransform map) {
    double[] x = data(2);
    double[] there = x.clone();
    map.forward(there, CHANNELS, PIXELS);
    map.inverse(there, CHANNELS, PIXELS);
    assertArrayEquals(x, there, 1e-12);

    double[] latent = new Random(3).doubles(SIZE, -4.0, 4.0).toArray();
    double[] back = latent.clone();
    map.inverse(back, CHANNELS, PIXELS);
    map.forward(back, CHANNELS, PIXELS);
    assertArrayEquals(latent, back, 1e-12);
  }

  @ParameterizedTest
  @MethodSource("all")
  void increases(PreTransform map) {
    double[] x = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      x[i] = (i % PIXELS) / (PIXELS - 1.0);
    }
    map.forward(x, CHANNELS, PIXELS);
    for (int i = 1; i < SIZE; i++) {
      assertTrue(i % PIXELS == 0 || x[i] > x[i - 1]);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void touchesNothingOutsideItsRange(PreTransform map) {
    double[] x = data(4);
    double[] framed = new double[SIZE + 5];
    Arrays.fill(framed, 0.25);
    System.arraycopy(x, 0, framed, 3, SIZE);
    double logDet = map.forward(framed, 3, CHANNELS, PIXELS);
    assertEquals(map.forward(x, CHANNELS, PIXELS), logDet);
    for (int i = 0; i < SIZE; i++) {
      assertEquals(x[i], framed[3 + i]);
    }
    map.inverse(framed, 3, CHANNELS, PIXELS);
    for (int i : new int[] {0, 1, 2, SIZE + 3, SIZE + 4}) {
      assertEquals(0.25, framed[i]);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void refusesWhatDoesNotFit(PreTransform map) {
    assertThrows(
        IllegalArgumentException.class, () -> map.forward(new double[SIZE - 1], CHANNELS, PIXELS));
    assertThrows(
        IllegalArgumentException.class, () -> map.inverse(new double[SIZE], 1, CHANNELS, PIXELS));
    assertThrows(IllegalArgumentException.class, () -> map.forward(new double[9], 0, 3));
    if (!(map instanceof Logit)) {
      String message =
          assertThrows(
                  IllegalArgumentException.class, () -> map.forward(new double[SIZE], 1, PIXELS))
              .getMessage();
      assertEquals(
          map.name() + ": fitted on 2 channels, given 1; use the level it was fitted on", message);
    }
  }

  @Test
  void logitIsExactAtTheEdgesAndBeyond() {
    Logit logit = new Logit(0.05);
    double[] x = {0.0, 1.0, 0.5, -0.05, 1.05};
    double logDet = logit.forward(x, 1, 5);
    assertEquals(StrictMath.log(0.05 / 0.95), x[0], 1e-15);
    assertEquals(-x[0], x[1], 1e-15);
    assertEquals(0.0, x[2], 1e-16);
    double edge = StrictMath.log(0.9 / (0.05 * 0.95));
    double beyond = StrictMath.log(0.9 / (0.005 * 0.995));
    assertEquals(2.0 * edge + StrictMath.log(0.9 / 0.25) + 2.0 * beyond, logDet, 1e-13);

    double[] far = {-800.0, 800.0, -1e300, Double.POSITIVE_INFINITY};
    logit.inverse(far, 1, 4);
    assertArrayEquals(new double[] {-0.05 / 0.9, 1 + 0.05 / 0.9, -0.05 / 0.9, 1 + 0.05 / 0.9}, far);
  }

  @Test
  void logitRefusesDataFarFromTheUnitInterval() {
    for (double bad : new double[] {-0.06, 1.06, Double.NaN, 2.0}) {
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> new Logit(0.05).forward(new double[] {bad}, 1, 1))
              .getMessage();
      assertTrue(message.startsWith("logit: value " + bad + " is outside [0,1]"), message);
    }
    assertThrows(IllegalArgumentException.class, () -> new Logit(0.0));
    assertThrows(IllegalArgumentException.class, () -> new Logit(0.5));
    assertThrows(IllegalArgumentException.class, () -> new Logit(Double.NaN));
  }

  @Test
  void affineUsesTheFloat32ThatIsStored() {
    Affine affine = new Affine(new double[] {0.1}, new double[] {0.3});
    assertEquals((double) 0.1f, affine.mean()[0]);
    double[] x = {1.0, 2.0};
    assertEquals(-2.0 * StrictMath.log(0.3f), affine.forward(x, 1, 2));
    assertEquals((2.0 - 0.1f) / (double) 0.3f, x[1]);
    assertThrows(
        IllegalArgumentException.class, () -> new Affine(new double[1], new double[] {1e-60}));
    assertThrows(IllegalArgumentException.class, () -> new Affine(new double[2], new double[1]));
  }

  private static double[] data(int seed) {
    return new Random(seed).doubles(SIZE, 1e-4, 1.0 - 1e-4).toArray();
  }
}
