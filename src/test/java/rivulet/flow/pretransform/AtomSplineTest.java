package rivulet.flow.pretransform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import rivulet.flow.spline.RationalQuadraticSpline;
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

  /** 100 and 101 side by side. */
  private static PixelHistogram neighbours() {
    PixelHistogram histogram = new PixelHistogram(1);
    for (int n = 0; n < 256 * 4; n++) {
      histogram.add(0, n % 256);
    }
    for (int n = 0; n < 400; n++) {
      histogram.add(0, 100);
      histogram.add(0, 101);
    }
    return histogram;
  }

  @Test
  void atomsSideBySideAreNormalUpToTheirCommonEdge() {
    RationalQuadraticSpline spline = AtomSpline.of(neighbours(), 0);
    double width = spline.value(101.0 / 256) - spline.value(100.0 / 256);
    assertEquals(width, spline.value(102.0 / 256) - spline.value(101.0 / 256), 1e-12);
    double line = spline.derivative(0.1);
    double edge = slope(width, AtomSpline.CUT);
    assertEquals(edge, spline.derivative(101.0 / 256), 1e-9 * edge);
    assertEquals(Math.sqrt(edge * line), spline.derivative(100.0 / 256), 1e-9 * edge);
    assertEquals(Math.sqrt(edge * line), spline.derivative(102.0 / 256), 1e-9 * edge);
    assertEquals(1, spline.value(1), 0);
  }

  /** Of the image of an atom's cell, {@code z} deviations from its middle. */
  private static double slope(double width, double z) {
    double within = 1 - 2 * NormalDistribution.cumulative(-AtomSpline.CUT);
    double density = Math.exp(-0.5 * z * z - NormalDistribution.LOG_ROOT_TWO_PI) / within;
    return 256 * width / (2 * AtomSpline.CUT * density);
  }

  /** In the middle of a cell the logarithm of the slope is that of the normal quantile. */
  @Test
  void slopesAreThoseOfTheQuantile() {
    RationalQuadraticSpline spline = AtomSpline.of(withAtoms(), 0);
    for (int atom : new int[] {0, 200, 255}) {
      double width = spline.value((atom + 1) / 256.0) - spline.value(atom / 256.0);
      double below = NormalDistribution.cumulative(-AtomSpline.CUT);
      for (double share = 0.02; share < 0.98; share += 0.01) {
        double z = NormalDistribution.quantile(below + share * (1 - 2 * below));
        double found = spline.derivative((atom + share) / 256);
        assertEquals(1, found / slope(width, z), 0.01);
      }
    }
  }

  /** What pixels have under N(m, s²) of the mapped ones integrates to 1 over the whole line. */
  @Test
  void densitiesStayDensities() {
    for (RationalQuadraticSpline spline :
        List.of(AtomSpline.of(withAtoms(), 0), AtomSpline.of(neighbours(), 0))) {
      double[] x = spline.positions();
      double mean = 0.3;
      double deviation = 0.2;
      double sum =
          NormalDistribution.cumulative((spline.value(0) - mean) / deviation)
              + NormalDistribution.cumulative((mean - spline.value(1)) / deviation);
      for (int k = 0; k + 1 < x.length; k++) {
        int parts = 256;
        for (int i = 0; i < parts; i++) {
          double h = (x[k + 1] - x[k]) / parts;
          double middle = x[k] + (i + 0.5) * h;
          double root = 0.5 * h * Math.sqrt(0.6);
          sum +=
              h
                  * (5 * density(spline, middle - root, mean, deviation)
                      + 8 * density(spline, middle, mean, deviation)
                      + 5 * density(spline, middle + root, mean, deviation))
                  / 18;
        }
      }
      assertEquals(1, sum, 1e-9);
      assertEquals( // beyond [0,1] the map is a line: what lies there is a normal tail
          mean - 3 * deviation, spline.value(spline.inverse(mean - 3 * deviation)), 1e-9);
    }
  }

  private static double density(
      RationalQuadraticSpline spline, double x, double mean, double deviation) {
    double z = (spline.value(x) - mean) / deviation;
    double normal = Math.exp(-0.5 * z * z - NormalDistribution.LOG_ROOT_TWO_PI) / deviation;
    return normal * spline.derivative(x);
  }

  @Test
  void channelsWithFewerAtomsKeepTheirMap() {
    Cdf all = AtomSpline.all(withAtoms(), 2);
    assertEquals(all.splines().get(0).knots(), all.splines().get(1).knots());
    RationalQuadraticSpline alone = AtomSpline.of(withAtoms(), 0);
    for (double x = 0; x <= 1; x += 1.0 / 1024) {
      assertEquals(alone.value(x), all.splines().get(0).value(x), 1e-6);
    }
  }

  /**
   * Values that hold as much as their neighbours are no atoms, however rare or frequent all are.
   */
  @Test
  void countsDecideAboutAtoms() {
    PixelHistogram even = new PixelHistogram(1);
    assertFalse(even.isAtom(0, 0), "nothing was counted");
    assertEquals(0, AtomSpline.of(even, 0).value(0));
    for (int value = 0; value < 256; value++) {
      even.add(0, value);
    }
    for (int value = 0; value < 256; value++) {
      assertFalse(even.isAtom(0, value));
    }
    PixelHistogram binary = new PixelHistogram(1);
    binary.add(0, 0);
    binary.add(0, 255);
    assertTrue(binary.isAtom(0, 0) && binary.isAtom(0, 255));
    RationalQuadraticSpline spline = AtomSpline.of(binary, 0);
    assertEquals(0.25 + 0.5 / 256, spline.value(1.0 / 256), 1e-12);
    assertEquals(0.75 - 0.5 / 256, spline.value(255.0 / 256), 1e-12);
    PixelHistogram constant = new PixelHistogram(1);
    constant.add(0, 77);
    RationalQuadraticSpline one = AtomSpline.of(constant, 0);
    assertEquals(0.5 + 0.5 / 256, one.value(78.0 / 256) - one.value(77.0 / 256), 1e-12);
  }

  /** One in a hundred, and four times the mean of the eight values near it: both just so. */
  @Test
  void limitsOfAtomsAreExact() {
    PixelHistogram histogram = new PixelHistogram(1);
    for (int n = 0; n < 100; n++) {
      histogram.add(0, 128);
      if (n < 50) {
        histogram.add(0, 124);
        histogram.add(0, 132);
        histogram.add(0, 127);
        histogram.add(0, 129);
      }
      for (int k = 0; k < 97; k++) {
        histogram.add(0, k % 100);
      }
    }
    assertTrue(histogram.isAtom(0, 128)); // of 10,000; near it 200/8
    histogram.add(0, 132);
    assertFalse(histogram.isAtom(0, 128));
  }
}
