package rivulet.measure;

/**
 * Mean and deviation of numbers, as of a population: divided by their count.
 *
 * @param mean of them
 * @param deviation root of the mean square distance from it
 */
public record Moments(double mean, double deviation) {
  /** Of all entries of an array. */
  public static Moments of(double[] values) {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean) / values.length;
    }
    return new Moments(mean, Math.sqrt(squares));
  }

  /** The deviation of every entry over arrays of one length. */
  public static double[] deviations(double[][] arrays) {
    double[] deviations = new double[arrays[0].length];
    double[] entry = new double[arrays.length];
    for (int i = 0; i < deviations.length; i++) {
      for (int n = 0; n < arrays.length; n++) {
        entry[n] = arrays[n][i];
      }
      deviations[i] = of(entry).deviation();
    }
    return deviations;
  }
}
