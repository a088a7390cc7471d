package rivulet.flow.pretransform;

/**
 * Running mean and sum of squared deviations per channel. Each image is measured in two passes and
 * then merged (Chan, Golub, LeVeque 1979): no cancellation, one reading of the data.
 */
final class PreTransformFitMoments {
  private final int pixels;
  private final double[] mean;
  private final double[] squares;
  private long images;

  PreTransformFitMoments(int channels, int pixels) {
    this.pixels = pixels;
    this.mean = new double[channels];
    this.squares = new double[channels];
  }

  /** Adds one image's level data, planar. */
  void add(double[] level) {
    for (int c = 0; c < mean.length; c++) {
      addChannel(c, level, c * pixels);
    }
    images++;
  }

  private void addChannel(int c, double[] level, int start) {
    double sum = 0.0;
    for (int i = start; i < start + pixels; i++) {
      sum += level[i];
    }
    double imageMean = sum / pixels;
    double imageSquares = 0.0;
    for (int i = start; i < start + pixels; i++) {
      double deviation = level[i] - imageMean;
      imageSquares += deviation * deviation;
    }
    double gap = imageMean - mean[c];
    double share = 1.0 / (images + 1.0);
    squares[c] += imageSquares + gap * gap * ((double) images * pixels * share);
    mean[c] += gap * share;
  }

  /** The transform to mean 0 and deviation 1. */
  Affine toAffine() {
    double count = (double) images * pixels;
    double[] std = new double[mean.length];
    for (int c = 0; c < std.length; c++) {
      std[c] = Math.sqrt(squares[c] / count);
      // Rounding leaves a constant channel with a deviation of about 1e-16 of its value.
      if (!(std[c] > 1e-12 * Math.abs(mean[c]))) {
        throw new IllegalArgumentException(
            ("affine: channel %d is constant or not finite in the training data "
                    + "(mean %s, deviation %s); leave affine out")
                .formatted(c, mean[c], std[c]));
      }
    }
    return new Affine(mean, std);
  }
}
