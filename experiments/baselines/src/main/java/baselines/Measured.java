package baselines;

/**
 * bits/dim of images.
 *
 * @param bits of each image: the figure itself
 * @param beside of each image: the other figure; without flow, or the evidence lower bound alone
 */
record Measured(double[] bits, double[] beside) {
  static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** Standard error of the mean over images. */
  double standardError() {
    double mean = mean(bits);
    double squares = 0;
    for (double value : bits) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / (bits.length - 1.0) / bits.length);
  }
}
