package rivulet.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalDistributionTest {
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
    assertEquals(z, NormalDistribution.quantile(p), 1e-15 * Math.abs(z));
  }

  /** Numbers of 30 digits, from the complementary error function. */
  @ParameterizedTest
  @CsvSource({
    "0,0.5",
    "0.5,0.691462461274013103637704610608",
    "1,0.841344746068542948585232545632",
    "-1.5,0.0668072012688580660653184853087",
    "-2,0.0227501319481792072002826371666",
    "3,0.998650101968369905473348185352",
    "-4,0.0000316712418331199212537707567222",
    "-10,0",
    "10,1"
  })
  void cumulativeAgrees(double x, double p) {
    assertEquals(p, NormalDistribution.cumulative(x), 4e-16);
  }

  @Test
  void quantileAndCumulativeAreInverse() {
    for (int i = -40; i <= 40; i++) {
      double x = 0.1 * i;
      assertEquals(x, NormalDistribution.quantile(NormalDistribution.cumulative(x)), 1e-11);
    }
  }

  @Test
  void isOddAndIncreasing() {
    assertEquals(0.0, NormalDistribution.quantile(0.5));
    double before = Double.NEGATIVE_INFINITY;
    for (int i = 1; i < 4096; i++) {
      double z = NormalDistribution.quantile(i / 4096.0);
      assertTrue(z > before);
      assertEquals(0.0, z + NormalDistribution.quantile(1.0 - i / 4096.0));
      before = z;
    }
  }

  @Test
  void refusesTheEnds() {
    for (double p : new double[] {0.0, 1.0, -0.1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> NormalDistribution.quantile(p));
    }
  }
}
