package rivulet.flow.pretransform;

/**
 * A bounded sample of a level's details with the value and activity of their coarser pixel.
 * Deterministic.
 *
 * @param value of the coarser pixel
 * @param activity of the coarser pixel, see {@link NeighbourActivity}
 * @param detail kinds × as many, the channels of a kind pooled
 */
record ConditionalSample(double[] value, double[] activity, double[][] detail) {
  /** Sampled pixels of all coarser images. */
  private static final int LIMIT = 1 << 19;

  /** Sampled values for each knot of a context. */
  private static final int VALUES_PER_KNOT = 32;

  /** Most bins of values, and of activities in each. */
  private static final int BINS = 8;

  static ConditionalSample of(PreTransformFit data, PreTransformFit.Coarse coarse) {
    long all = (long) data.images() * data.pixels() * coarse.channels();
    int size = (int) Math.min(LIMIT, all);
    ConditionalSample sample =
        new ConditionalSample(
            new double[size],
            new double[size],
            new double[data.channels() / coarse.channels()][size]);
    sample.fill(data, coarse, all);
    return sample;
  }

  int size() {
    return value.length;
  }

  /** Bins of values, and of activities in each, that leave enough for so many knots. */
  int bins(int knots) {
    int bins = BINS;
    while (bins > 1 && size() / (bins * bins) < VALUES_PER_KNOT * knots) {
      bins /= 2;
    }
    return bins;
  }

  private void fill(PreTransformFit data, PreTransformFit.Coarse coarse, long all) {
    double[] level = new double[data.channels() * data.pixels()];
    double[] image = new double[coarse.channels() * data.pixels()];
    int perImage = image.length;
    long loaded = -1;
    for (int n = 0; n < size(); n++) {
      long at = PreTransformFitSample.pick(n, all, size());
      if (at / perImage != loaded) {
        loaded = at / perImage;
        data.source().read((int) loaded, level);
        coarse.source().read((int) loaded, image);
      }
      int inImage = (int) (at % perImage);
      int channel = inImage / data.pixels();
      int pixel = inImage % data.pixels();
      value[n] = image[inImage];
      activity[n] =
          NeighbourActivity.of(
              image,
              channel * data.pixels(),
              pixel / coarse.width(),
              pixel % coarse.width(),
              data.pixels() / coarse.width(),
              coarse.width());
      for (int k = 0; k < detail.length; k++) {
        detail[k][n] = level[(k * coarse.channels() + channel) * data.pixels() + pixel];
      }
    }
  }
}
