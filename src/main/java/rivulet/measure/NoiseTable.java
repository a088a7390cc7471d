package rivulet.measure;

import rivulet.parallel.ScalarSum;

/** One number per noise, level and image. Sums run over levels, then images, then noises. */
final class NoiseTable {
  private final double[][][] values;
  private final int images;

  NoiseTable(int noises, int levels, int images) {
    this.values = new double[noises][levels][images];
    this.images = images;
  }

  void set(int noise, int level, int image, double value) {
    values[noise][level][image] = value;
  }

  /** Sum over levels. */
  private double sum(int noise, int image) {
    double sum = 0;
    for (double[] level : values[noise]) {
      sum += level[image];
    }
    return sum;
  }

  /** Sum over levels and noises. */
  double sum(int image) {
    double sum = 0;
    for (int noise = 0; noise < values.length; noise++) {
      sum += sum(noise, image);
    }
    return sum;
  }

  /** Mean over noises of one image at one level. */
  double mean(int level, int image) {
    double sum = 0;
    for (double[][] noise : values) {
      sum += noise[level][image];
    }
    return sum / values.length;
  }

  /** Mean over images and noises at one level. */
  double mean(int level) {
    double sum = 0;
    for (double[][] noise : values) {
      sum += ScalarSum.sum(noise[level], images) / images;
    }
    return sum / values.length;
  }

  /** Mean over images and noises of the sum over levels. */
  double total() {
    double total = 0;
    for (int level = 0; level < values[0].length; level++) {
      total += mean(level);
    }
    return total;
  }

  /**
   * ln (1/K) Σ exp(sum over levels, less that of another table) of K noises of one image; the
   * difference itself for K = 1.
   */
  double logMeanExp(int firstNoise, int count, int image, NoiseTable less) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < count; k++) {
      largest = Math.max(largest, difference(firstNoise + k, image, less));
    }
    if (count == 1) {
      return largest;
    }
    double sum = 0;
    for (int k = 0; k < count; k++) {
      sum += StrictMath.exp(difference(firstNoise + k, image, less) - largest);
    }
    return largest + StrictMath.log(sum / count);
  }

  private double difference(int noise, int image, NoiseTable less) {
    return sum(noise, image) - less.sum(noise, image);
  }
}
