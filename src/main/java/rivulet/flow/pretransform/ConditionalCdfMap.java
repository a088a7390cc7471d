package rivulet.flow.pretransform;

import rivulet.flow.spline.RationalQuadraticSpline;

/** {@link ConditionalCdf} given a coarser image: the context of each of its pixels. */
final class ConditionalCdfMap implements ConditionalMap {
  private final ConditionalCdf cdf;
  private final int channels;
  private final int height;
  private final int width;
  private final int[] contexts;

  ConditionalCdfMap(ConditionalCdf cdf, int channels, int height, int width) {
    if (channels < 1 || cdf.channels() % channels != 0) {
      throw new IllegalArgumentException(
          "conditional cdf: fitted on %d channels, the coarser image has %d"
              .formatted(cdf.channels(), channels));
    }
    this.cdf = cdf;
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.contexts = new int[channels * height * width];
  }

  @Override
  public void condition(double[] coarse) {
    cdf.rule().assign(coarse, channels, height, width, contexts);
  }

  @Override
  public double forward(double[] x, int offset, int levelChannels, int first, int pixels) {
    check(x, offset, levelChannels, pixels);
    double logDet = 0.0;
    for (int c = 0; c < levelChannels; c++) {
      int start = offset + c * pixels;
      for (int p = 0; p < pixels; p++) {
        logDet += spline(c, first + p).forward(x, start + p, start + p + 1);
      }
    }
    return logDet;
  }

  @Override
  public void map(double[] x, int offset, int levelChannels, int pixels) {
    check(x, offset, levelChannels, pixels);
    for (int c = 0; c < levelChannels; c++) {
      int start = offset + c * pixels;
      for (int p = 0; p < pixels; p++) {
        spline(c, p).map(x, start + p, start + p + 1);
      }
    }
  }

  @Override
  public void inverse(double[] x, int offset, int levelChannels, int pixels) {
    check(x, offset, levelChannels, pixels);
    for (int c = 0; c < levelChannels; c++) {
      int start = offset + c * pixels;
      for (int p = 0; p < pixels; p++) {
        x[start + p] = spline(c, p).inverse(x[start + p]);
      }
    }
  }

  /** Contexts are constant but for jumps of measure zero: nothing is added to {@code coarse}. */
  @Override
  public void pullBack(double[] x, double[] gradient, double[] coarse) {
    int pixels = height * width;
    check(x, 0, cdf.channels(), pixels);
    for (int i = 0; i < cdf.channels() * pixels; i++) {
      gradient[i] = spline(i / pixels, i % pixels).pullBack(x[i], gradient[i]);
    }
  }

  private RationalQuadraticSpline spline(int channel, int pixel) {
    return cdf.spline(channel, contexts[channel % channels * height * width + pixel]);
  }

  private void check(double[] x, int offset, int levelChannels, int pixels) {
    PreTransformRange.check("conditional cdf", cdf.channels(), x, offset, levelChannels, pixels);
  }
}
