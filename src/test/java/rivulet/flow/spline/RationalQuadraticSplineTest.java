package rivulet.flow.spline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RationalQuadraticSplineTest {
  private static final double[] X = {-1.0, -0.2, 0.0, 0.01, 0.7, 2.0};
  private static final double[] Y = {-3.0, -1.5, -1.0, 1.2, 1.5, 2.5};
  private static final double[] SLOPE = {0.5, 4.0, 90.0, 20.0, 0.3, 1.7};

  private final RationalQuadraticSpline spline = new RationalQuadraticSpline(X, Y, SLOPE);

  @Test
  void passesThroughItsKnotsWithTheirSlopes() {
    for (int k = 0; k < X.length; k++) {
      assertEquals(Y[k], spline.value(X[k]), 1e-15);
      assertEquals(X[k], spline.inverse(Y[k]), 1e-15);
      assertEquals(SLOPE[k], spline.derivative(X[k]), 1e-13);
    }
  }

  @Test
  void slopeIsContinuousAtEveryKnot() {
    for (int k = 0; k < X.length; k++) {
      double left = spline.derivative(X[k] - 1e-9);
      double right = spline.derivative(X[k] + 1e-9);
      // The second derivative is below 4e5 here, so a step of 1e-9 moves the slope by 4e-4 at most.
      assertEquals(SLOPE[k], left, 4e-4);
      assertEquals(SLOPE[k], right, 4e-4);
    }
  }

  @Test
  void increasesAndItsDerivativeIsTheSlopeOfTheValues() {
    double before = spline.value(-2.0);
    for (double x = -1.999; x < 3.0; x += 0.001) {
      double now = spline.value(x);
      assertTrue(now > before);
      before = now;
    }
    Random random = new Random(3);
    for (int trial = 0; trial < 2000; trial++) {
      double x = -2.0 + 5.0 * random.nextDouble();
      double h = 1e-6;
      double central = (spline.value(x + h) - spline.value(x - h)) / (2.0 * h);
      assertEquals(spline.derivative(x), central, 2e-4 * (1.0 + spline.derivative(x)));
    }
  }

  @Test
  void inverseOfValueIsTheArgument() {
    Random random = new Random(4);
    for (int trial = 0; trial < 20_000; trial++) {
      double x = -4.0 + 8.0 * random.nextDouble();
      assertEquals(x, spline.inverse(spline.value(x)), 1e-15 + rounding(x) / slope(x));
      double y = -6.0 + 12.0 * random.nextDouble();
      double back = spline.inverse(y);
      assertEquals(y, spline.value(back), rounding(back) + 1e-15 * slope(back));
    }
  }

  /** A few roundings of the value, as the slope carries them from one side to the other. */
  private double rounding(double x) {
    return 4.0 * Math.ulp(Math.max(1.0, Math.abs(spline.value(x))));
  }

  private double slope(double x) {
    return spline.derivative(x);
  }

  @Test
  void tailsAreLines() {
    assertEquals(-3.0 - 0.5 * 10.0, spline.value(-11.0));
    assertEquals(0.5, spline.derivative(-11.0));
    assertEquals(2.5 + 1.7 * 10.0, spline.value(12.0), 1e-14);
    assertEquals(1.7, spline.derivative(12.0));
    assertEquals(-11.0, spline.inverse(-8.0));
    assertEquals(12.0, spline.inverse(19.5), 1e-14);
  }

  @Test
  void rangeFormAgreesWithTheSingleValues() {
    double[] x = {9.0, -2.0, -0.1, 0.005, 0.3, 5.0, 9.0};
    double[] mapped = x.clone();
    double logDet = spline.forward(mapped, 1, 6);
    double sum = 0.0;
    for (int i = 1; i < 6; i++) {
      assertEquals(spline.value(x[i]), mapped[i]);
      sum += StrictMath.log(spline.derivative(x[i]));
    }
    assertEquals(sum, logDet);
    assertEquals(9.0, mapped[0]);
    assertEquals(9.0, mapped[6]);
  }

  @Test
  void aStraightLineStaysOne() {
    double[] line = {0.0, 1.0, 3.0};
    RationalQuadraticSpline identity =
        new RationalQuadraticSpline(line, line, new double[] {1.0, 1.0, 1.0});
    for (double x = -1.0; x < 4.0; x += 0.01) {
      assertEquals(x, identity.value(x), 1e-15);
      assertEquals(x, identity.inverse(x), 1e-15);
    }
  }

  @Test
  void refusesKnotsThatDoNotIncrease() {
    double[] two = {0.0, 1.0};
    double[] same = {1.0, 1.0};
    assertRefused(same, two, same, "positions must be finite and strictly increasing, number 1");
    assertRefused(two, same, same, "values must be finite and strictly increasing, number 1");
    assertRefused(two, two, new double[] {1.0, 0.0}, "slope 1 is 0.0");
    assertRefused(two, two, new double[] {1.0}, "2 positions, 2 values, 1 slopes");
    assertRefused(new double[] {0.0, Double.NaN}, two, same, "positions must be finite");
  }

  private static void assertRefused(double[] x, double[] y, double[] slope, String part) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> new RationalQuadraticSpline(x, y, slope))
            .getMessage();
    assertTrue(message.contains(part), message);
  }
}
