package rivulet.measure;

import rivulet.parallel.ScalarSum;

/**
 * How much two measurements of the same images differ, image by image: what all images share drops
 * out of the error.
 *
 * @param mean of the differences
 * @param standardError of the mean; NaN for a single image
 */
public record PairedDifference(double mean, double standardError) {

  /**
   * Of {@code a − b}.
   *
   * @throws IllegalArgumentException if they are not of equally many images, at least one
   */
  public static PairedDifference of(double[] a, double[] b) {
    if (a.length != b.length || a.length == 0) {
      throw new IllegalArgumentException(
          "difference: needs the same images twice, at least one; found "
              + a.length
              + " and "
              + b.length);
    }
    int n = a.length;
    double[] gaps = new double[n];
    for (int i = 0; i < n; i++) {
      gaps[i] = a[i] - b[i];
    }
    return new PairedDifference(ScalarSum.sum(gaps, n) / n, Math.sqrt(SampleVariance.of(gaps) / n));
  }
}
