package rivulet.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Fixed seeds, so that a pass stays a pass; bounds are those of a test at 1 in 1,000 or less. */
final class NoiseStreamStatisticsTest {
  private static final int N = 200_000;

  /** Kolmogorov's bound at 1 in 1,000 for √n · D. */
  private static final double KOLMOGOROV = 1.95;

  /** Standard errors: 1 in 1,000 on two sides. */
  private static final double ERRORS = 3.29;

  private final double[] d = new double[N];
  private final NoiseStream stream = new NoiseStream().reset(2_024, Purpose.DATA, 0, 0, 0, 0, 0);

  private static void assertMoment(
      double[] d, DoubleUnaryOperator f, double mean, double variance) {
    double sum = Arrays.stream(d).map(f).sum();
    double bound = ERRORS * Math.sqrt(variance / d.length);
    assertEquals(mean, sum / d.length, bound);
  }

  private static void assertDistribution(double[] d, DoubleUnaryOperator cdf) {
    double[] sorted = d.clone();
    Arrays.sort(sorted);
    double gap = 0;
    for (int i = 0; i < sorted.length; i++) {
      double p = cdf.applyAsDouble(sorted[i]);
      double below = p - (double) i / sorted.length;
      gap = Math.max(gap, Math.max(below, (i + 1.0) / sorted.length - p));
    }
    double statistic = gap * Math.sqrt(sorted.length);
    assertTrue(statistic < KOLMOGOROV, "Kolmogorov-Smirnov statistic " + statistic);
  }

  /** Marsaglia's series for the normal distribution function. */
  private static double normalCdf(double x) {
    double term = x;
    double sum = x;
    for (int i = 3; Math.abs(term) > 1e-17; i += 2) {
      term *= x * x / i;
      sum += term;
    }
    return 0.5 + sum * Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  }

  private static void assertUncorrelated(double[] d, int lag, double mean, double variance) {
    double sum = 0;
    for (int i = 0; i + lag < d.length; i++) {
      sum += (d[i] - mean) * (d[i + lag] - mean);
    }
    assertEquals(0, sum / (variance * Math.sqrt(d.length - lag)), ERRORS, "lag " + lag);
  }

  @Test
  void uniform() {
    stream.uniform(d, 0, N);
    assertMoment(d, u -> u, 0.5, 1.0 / 12);
    assertMoment(d, u -> u * u, 1.0 / 3, 4.0 / 45);
    assertMoment(d, u -> u * u * u, 0.25, 9.0 / 112);
    assertDistribution(d, u -> u);
    for (int lag = 1; lag <= 4; lag++) {
      assertUncorrelated(d, lag, 0.5, 1.0 / 12);
    }
  }

  @Test
  void uniformStaysBelowOneAndUsesAll53Bits() {
    stream.uniform(d, 0, N);
    long seen = 0;
    for (double u : d) {
      assertTrue(u >= 0 && u < 1);
      seen |= (long) (u * 0x1p53);
      assertEquals(Math.rint(u * 0x1p53), u * 0x1p53);
    }
    assertEquals((1L << 53) - 1, seen);
    assertTrue((-1L >>> 11) * 0x1p-53 < 1, "the largest word must stay below 1");
  }

  @Test
  void gaussian() {
    stream.gaussian(d, 0, N);
    assertMoment(d, x -> x, 0, 1);
    assertMoment(d, x -> x * x, 1, 2);
    assertMoment(d, x -> x * x * x, 0, 15);
    assertMoment(d, x -> x * x * x * x, 3, 96);
    assertDistribution(d, NoiseStreamStatisticsTest::normalCdf);
    for (int lag = 1; lag <= 4; lag++) {
      assertUncorrelated(d, lag, 0, 1);
    }
  }

  @Test
  void gaussianTailHasItsShare() {
    stream.gaussian(d, 0, N);
    double share = 2 * (1 - normalCdf(3));
    assertMoment(d, x -> Math.abs(x) > 3 ? 1 : 0, share, share * (1 - share));
  }

  @Test
  void gaussianPairsAreIndependentInSquares() {
    stream.gaussian(d, 0, N);
    double sum = 0;
    for (int i = 0; i < N; i += 2) {
      sum += (d[i] * d[i] - 1) * (d[i + 1] * d[i + 1] - 1);
    }
    assertEquals(0, sum / (2 * Math.sqrt(N / 2.0)), ERRORS);
  }

  @Test
  void rademacher() {
    stream.rademacher(d, 0, N);
    for (double sign : d) {
      assertTrue(sign == 1 || sign == -1);
    }
    assertMoment(d, x -> x, 0, 1);
    for (int lag : new int[] {1, 2, 3, 31, 32, 33, 127, 128}) {
      assertUncorrelated(d, lag, 0, 1);
    }
  }
}
