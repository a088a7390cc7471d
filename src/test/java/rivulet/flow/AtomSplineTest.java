package rivulet.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import rivulet.random.NormalDistribution;

class AtomSplineTest {
  /** Half the pixels black, a tenth of value 200, a fifth white, the rest spread evenly. */
  private static PixelHistogram withAtoms() {
    PixelHistogram histogram = new PixelHistogram(2);
    for (int n = 0; n < 256 * 4; n++) {
      histogram.add(0, n % 256);
      histogram.add(1, n % 256);
    }
    for (int n = 0; n < 2560; n++) {
      histogram.add(0, 0);
    }
    for (int n = 0; n < 512; n++) {
      histogram.add(0, 200);
      histogram.add(0, 255);
    }
    return histogram;
  }

  @Test
  void atomsAreValuesThatStandOut() {
    PixelHistogram histogram = withAtoms();
    for (int value = 0; value < 256; value++) {
      assertEquals(value == 0 || value == 200 || value == 255, histogram.isAtom(0, value));
      assertFalse(histogram.isAtom(1, value));
    }
  }

  @Test
  void withoutAtomsItIsTheIdentity() {
    Cdf map = AtomSpline.all(withAtoms(), 2);
    for (double x : new double[] {0, 0.001, 0.3, 0.77, 1 - 0x1p-53, 1, -0.2, 1.3}) {
      double[] values = {0.5, x};
      double logDet = map.forward(values, 2, 1) - Math.log(map.splines().get(0).derivative(0.5));
      assertEquals(x, values[1], 1e-7);
      assertEquals(0, logDet, 1e-6);
    }
  }

  @Test
  void itCarriesTheUnitIntervalOntoItself() {
    RationalQuadraticSpline spline = AtomSpline.of(withAtoms(), 0);
    assertEquals(0, spline.value(0), 0);
    assertEquals(1, spline.value(1), 1e-12);
    SplittableRandom random = new SplittableRandom(1);
    for (int n = 0; n < 10_000; n++) {
      double x = random.nextDouble();
      double h = 1e-9;
      double y = spline.value(x);
      assertTrue(y >= 0 && y <= 1);
      assertEquals(x, spline.inverse(y), 1e-12);
      double slope = (spline.value(x + h) - spline.value(x - h)) / (2 * h);
      assertEquals(1, slope / spline.derivative(x), 2e-3);
    }
  }

  @Test
  void anAtomsCellBecomesANormalDistributionThatIsCut() {
    RationalQuadraticSpline spline = AtomSpline.of(withAtoms(), 0);
    for (int atom : new int[] {0, 200, 255}) {
      double low = spline.value(atom / 256.0);
      double width = spline.value((atom + 1) / 256.0) - low;
      double below = NormalDistribution.cumulative(-AtomSpline.CUT);
      for (int n = 1; n < 100; n++) {
        double share = n / 100.0;
        double z = NormalDistribution.quantile(below + share * (1 - 2 * below));
        double wanted = low + width * (z + AtomSpline.CUT) / (2 * AtomSpline.CUT);
        assertEquals(wanted, spline.value((atom + share) / 256), 0.004 * width);
      }
    }
  }

  @Test
  void betweenAtomsItIsALine() {
    RationalQuadraticSpline spline = AtomSpline.of(withAtoms(), 0);
    double slope = (spline.value(199.0 / 256) - spline.value(2.0 / 256)) * 256 / 197;
    for (double x = 2; x < 199; x += 0.37) {
      assertEquals(slope, spline.derivative(x / 256), 1e-9);
    }
    assertEquals(slope, spline.derivative(220.5 / 256), 1e-9);
  }
}
