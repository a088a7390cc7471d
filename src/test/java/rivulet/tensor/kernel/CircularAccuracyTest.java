package rivulet.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CircularAccuracyTest {
  /** Each side errs by less than one unit in the last place. */
  private static final double ULPS = 1;

  private static void assertClose(double expected, double actual, String what) {
    double error = Math.abs(expected - actual) / Math.ulp(expected);
    assertTrue(error <= ULPS, () -> what + ": " + actual + " for " + expected);
  }

  @Test
  void sineAndCosineAgreeWithStrictMath() {
    int steps = 200_000;
    for (int i = -steps; i <= steps; i++) {
      double x = i * (Math.PI / 4 / steps);
      assertClose(StrictMath.sin(x), Circular.sin(x), "sin " + x);
      assertClose(StrictMath.cos(x), Circular.cos(x), "cos " + x);
    }
  }

  /** The reference rounds 2π·turns, which moves it by up to half a unit of that product. */
  @Test
  void turnsAgreeWithStrictMath() {
    for (int i = -40_000; i <= 40_000; i++) {
      double turns = i / 4096.0;
      double bound = 2e-15 + 2.3e-16 * Math.abs(2 * Math.PI * turns);
      assertEquals(StrictMath.sin(2 * Math.PI * turns), Circular.sinOfTurns(turns), bound);
      assertEquals(StrictMath.cos(2 * Math.PI * turns), Circular.cosOfTurns(turns), bound);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-3, -1, 0, 1, 2, 7})
  void quarterTurnsAreExact(double whole) {
    double[] sines = {0, 1, 0, -1};
    for (int quarter = 0; quarter < 4; quarter++) {
      double turns = whole + 0.25 * quarter;
      assertEquals(sines[quarter], Circular.sinOfTurns(turns) + 0.0);
      assertEquals(sines[(quarter + 1) & 3], Circular.cosOfTurns(turns) + 0.0);
    }
  }
}
