package rivulet.flow.pretransform;

import rivulet.flow.spline.GridPoints;
import rivulet.flow.spline.InterpolatedSpline;

/** {@link InterpolatedCdf} given a coarser image: where each of its pixels lies in the grid. */
final class InterpolatedCdfMap implements ConditionalMap {
  private final int channels;
  private final int height;
  private final int width;
  private final int levelChannels;
  private final GridPoints points;
  private final InterpolatedSpline spline;

  /** For each coarse pixel, the neighbour that differs most, and the sign of the difference. */
  private final int[] neighbour;

  private final double[] sign;

  InterpolatedCdfMap(InterpolatedCdf cdf, int channels, int height, int width) {
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.levelChannels = cdf.kinds() * channels;
    int size = channels * height * width;
    this.points = new GridPoints(cdf.grid(), size);
    this.spline = new InterpolatedSpline(cdf);
    this.neighbour = new int[size];
    this.sign = new double[size];
  }

  @Override
  public void condition(double[] coarse) {
    int pixels = height * width;
    for (int i = 0; i < neighbour.length; i++) {
      int p = i % pixels;
      int other = NeighbourActivity.neighbour(coarse, i - p, p / width, p % width, height, width);
      double difference = coarse[other] - coarse[i];
      neighbour[i] = other;
      sign[i] = Math.signum(difference);
      points.locate(i, coarse[i], Math.abs(difference));
    }
  }

  @Override
  public double forward(double[] x, int offset, int count, int first, int pixels) {
    check(x, offset, count, pixels);
    double logDet = 0.0;
    for (int c = 0; c < count; c++) {
      int start = offset + c * pixels;
      for (int p = 0; p < pixels; p++) {
        aim(c, first + p);
        x[start + p] = spline.forward(x[start + p]);
        logDet += spline.logSlope();
      }
    }
    return logDet;
  }

  @Override
  public void map(double[] x, int offset, int count, int pixels) {
    check(x, offset, count, pixels);
    for (int c = 0; c < count; c++) {
      int start = offset + c * pixels;
      for (int p = 0; p < pixels; p++) {
        aim(c, p);
        x[start + p] = spline.forward(x[start + p]);
      }
    }
  }

  @Override
  public void inverse(double[] x, int offset, int count, int pixels) {
    check(x, offset, count, pixels);
    for (int c = 0; c < count; c++) {
      int start = offset + c * pixels;
      for (int p = 0; p < pixels; p++) {
        aim(c, p);
        x[start + p] = spline.inverse(x[start + p]);
      }
    }
  }

  @Override
  public void pullBack(double[] x, double[] gradient, double[] coarse) {
    int pixels = height * width;
    check(x, 0, levelChannels, pixels);
    for (int i = 0; i < levelChannels * pixels; i++) {
      int point = aim(i / pixels, i % pixels);
      gradient[i] = spline.pullBack(x[i], gradient[i]);
      double byActivity = sign[point] * points.byActivity(point, spline.byWeight());
      coarse[point] += points.byValue(point, spline.byWeight()) - byActivity;
      coarse[neighbour[point]] += byActivity;
    }
  }

  /** Aims the spline at a detail; its pixel in the coarser image. */
  private int aim(int channel, int pixel) {
    int point = channel % channels * height * width + pixel;
    spline.at(channel / channels, points, point);
    return point;
  }

  private void check(double[] x, int offset, int count, int pixels) {
    PreTransformRange.check("interpolated cdf", levelChannels, x, offset, count, pixels);
  }
}
