package rivulet.flow;

import rivulet.flow.pretransform.ConditionalMap;
import rivulet.flow.pretransform.PreTransformChain;
import rivulet.wavelet.PyramidCoefficients;
import rivulet.wavelet.WaveletPyramid;

/**
 * An image taken apart as far as all levels share it: pixel transform and pyramid. Filled again and
 * again; allocates nothing after construction.
 */
public final class AnalysedImage {
  private final PreTransformChain pixelTransform;
  private final PyramidCoefficients coefficients;
  private final double[] pixels;
  private final double[] transformed;
  private double pixelLogDet;

  /** Room for one image of the model. */
  public AnalysedImage(FlowModel model) {
    this(
        model.pixelTransform(),
        model.spec().pyramid().newCoefficients(),
        model.spec().dimensions());
  }

  private AnalysedImage(
      PreTransformChain pixelTransform, PyramidCoefficients coefficients, int dimensions) {
    this.pixelTransform = pixelTransform;
    this.coefficients = coefficients;
    this.pixels = new double[dimensions];
    this.transformed = new double[dimensions];
  }

  /**
   * Room for a window of each level of an image, of at most {@code side} rows and columns, that
   * {@link #cut} fills.
   */
  public static AnalysedImage windows(FlowModel model, int side) {
    return new AnalysedImage(model.pixelTransform(), model.spec().pyramid().newWindows(side), 0);
  }

  /**
   * Takes the window of a level from a whole image.
   *
   * @param row of the level's first pixel
   * @param column of the level's first pixel
   */
  public void cut(AnalysedImage whole, int level, int row, int column) {
    coefficients.cut(whole.coefficients, level, row, column);
    pixelLogDet = whole.pixelLogDet;
  }

  /** Room for one image of every lane. */
  public static AnalysedImage[] lanes(FlowModel model, int lanes) {
    AnalysedImage[] images = new AnalysedImage[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      images[lane] = new AnalysedImage(model);
    }
    return images;
  }

  /**
   * Takes an image apart.
   *
   * @param image dequantised, planar, in [0,1); copied
   * @return this
   */
  public AnalysedImage analyse(double[] image) {
    take(image);
    WaveletPyramid pyramid = coefficients.pyramid();
    pixelLogDet =
        pixelTransform.forward(
            transformed, 0, pyramid.channels(), pyramid.height() * pyramid.width());
    pyramid.analyse(transformed, 0, coefficients);
    return this;
  }

  /** {@link #analyse} where no level's likelihood is asked for: {@link #pixelLogDet} is NaN. */
  public AnalysedImage analyseValues(double[] image) {
    take(image);
    WaveletPyramid pyramid = coefficients.pyramid();
    pixelTransform.map(
        transformed,
        0,
        pyramid.channels(),
        pyramid.height() * pyramid.width(),
        ConditionalMap.IDENTITY);
    pixelLogDet = Double.NaN;
    pyramid.analyse(transformed, 0, coefficients);
    return this;
  }

  private void take(double[] image) {
    System.arraycopy(image, 0, pixels, 0, pixels.length);
    System.arraycopy(image, 0, transformed, 0, transformed.length);
  }

  /** The image as it was given; live. */
  public double[] pixels() {
    return pixels;
  }

  /** Data and conditions of all levels, before their pre-transforms; live. */
  public PyramidCoefficients coefficients() {
    return coefficients;
  }

  /** ln |det| of the pixel transform, in nats; part of no level. */
  double pixelLogDet() {
    return pixelLogDet;
  }
}
