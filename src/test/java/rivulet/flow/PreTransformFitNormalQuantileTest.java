package rivulet.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreTransformFitNormalQuantileTest {
  /** Roots of ln Φ(z) = ln p found with 40 digits. */
  @ParameterizedTest
  @CsvSource({
    "0.3,-0.52440051270804081597",
    "0.075,-1.4395314709384559349",
    "0.925,1.4395314709384562291",
    "0.01,-2.3263478740408410931",
    "1e-4,-3.7190164854556805523",
    "0.9999,3.7190164854557083867",
    "1e-10,-6.3613409024040561991",
    "1e-12,-7.0344838253011319326",
    "1e-100,-21.273453560965324294"
  })
  void agreesWithFortyDigits(double p, double z) {
    assertEquals(z, PreTransformFitNormalQuantile.of(p), 1e-15 * Math.abs(z));
  }

  @Test
  void isOddAndIncreasing() {
    assertEquals(0.0, PreTransformFitNormalQuantile.of(0.5));
    double before = Double.NEGATIVE_INFINITY;
    for (int i = 1; i < 4096; i++) {
      double z = PreTransformFitNormalQuantile.of(i / 4096.0);
      assertTrue(z > before);
      assertEquals(0.0, z + PreTransformFitNormalQuantile.of(1.0 - i / 4096.0));
      before = z;
    }
  }

  @Test
  void refusesTheEnds() {
    for (double p : new double[] {0.0, 1.0, -0.1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> PreTransformFitNormalQuantile.of(p));
    }
  }
}
