package rivulet.check.quality;

import rivulet.measure.SampleVariance;
import rivulet.parallel.WorkerPool;

/**
 * Squared maximum mean discrepancy between two distributions, estimated from points of each without
 * bias (Gretton and others, JMLR 13, 2012), by the kernel
 *
 * <pre>   k(x, y) = (x·y/D + 1)³ </pre>
 *
 * of the kernel inception distance (Bińkowski and others, ICLR 2018). It needs no bandwidth, so
 * numbers of different models and sets can be compared; it is zero exactly where all moments up to
 * the third agree:
 *
 * <pre>   MMD² = 3|Δm₁|²/D + 3|Δm₂|²/D² + |Δm₃|²/D³ </pre>
 *
 * with m₁, m₂, m₃ the tensors of raw moments. Being unbiased it may be negative.
 *
 * <p>Its standard error is the jackknife's: the estimate again without each point in turn, of both
 * sets (Efron and Stein, Ann. Statist. 9, 1981). On average that is no less than the true one, and
 * where the distributions agree, and the estimate is mostly chance, √2 times as large.
 *
 * @param squared the estimate of MMD²
 * @param standardError of the estimate
 */
public record KernelDistance(double squared, double standardError) {
  /** Fewest points of a set, so that two are left when one is left out, and some to spare. */
  public static final int FEWEST = 4;

  /**
   * Estimates it.
   *
   * @param a points, one per row
   * @param b points of the same dimension
   * @param threads workers; change no bit
   * @throws IllegalArgumentException for fewer than {@link #FEWEST} points, or other dimensions
   */
  public static KernelDistance of(double[][] a, double[][] b, int threads) {
    if (a.length < FEWEST || b.length < FEWEST || a[0].length != b[0].length) {
      throw new IllegalArgumentException(
          "kernel distance: needs two sets of at least %d points of one dimension, found %d and %d"
              .formatted(FEWEST, a.length, b.length));
    }
    // A constant taken off every kernel value changes nothing but the rounding of large sums.
    double offset = CubicKernel.of(mean(a), mean(b));
    try (WorkerPool pool = new WorkerPool(threads)) {
      KernelSums aa = KernelSums.within(a, offset, pool);
      KernelSums bb = KernelSums.within(b, offset, pool);
      KernelSums ab = KernelSums.between(a, b, offset, pool);
      KernelSums ba = KernelSums.between(b, a, offset, pool);
      return of(aa, bb, ab, ba);
    }
  }

  private static KernelDistance of(KernelSums aa, KernelSums bb, KernelSums ab, KernelSums ba) {
    double squared = squared(aa.mean(), bb.mean(), ab.mean());
    double[] withoutA = new double[ab.count()];
    for (int i = 0; i < withoutA.length; i++) {
      withoutA[i] = squared(aa.meanWithout(i, 2), bb.mean(), ab.meanWithout(i, 1));
    }
    double[] withoutB = new double[ba.count()];
    for (int j = 0; j < withoutB.length; j++) {
      withoutB[j] = squared(aa.mean(), bb.meanWithout(j, 2), ba.meanWithout(j, 1));
    }
    return new KernelDistance(squared, Math.sqrt(jackknife(withoutA) + jackknife(withoutB)));
  }

  private static double squared(double within, double others, double across) {
    return within + others - 2 * across;
  }

  /** (n − 1)/n Σ (v_i − mean)². */
  private static double jackknife(double[] without) {
    double n = without.length;
    return (n - 1) * (n - 1) / n * SampleVariance.of(without);
  }

  private static double[] mean(double[][] points) {
    double[] mean = new double[points[0].length];
    for (double[] point : points) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += point[i] / points.length;
      }
    }
    return mean;
  }
}
