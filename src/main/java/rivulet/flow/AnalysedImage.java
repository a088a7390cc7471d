package rivulet.flow;

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
  private final double[] transformed;
  private double pixelLogDet;

  /** Room for one image of the model. */
  public AnalysedImage(FlowModel model) {
    this.pixelTransform = model.pixelTransform();
    this.coefficients = model.spec().pyramid().newCoefficients();
    this.transformed = new double[model.spec().dimensions()];
  }

  /**
   * Takes an image apart.
   *
   * @param image dequantised, planar, in [0,1)
   */
  public void analyse(double[] image) {
    System.arraycopy(image, 0, transformed, 0, transformed.length);
    WaveletPyramid pyramid = coefficients.pyramid();
    pixelLogDet =
        pixelTransform.forward(
            transformed, 0, pyramid.channels(), pyramid.height() * pyramid.width());
    pyramid.analyse(transformed, 0, coefficients);
  }

  /** Data and conditions of all levels, before their pre-transforms; live. */
  PyramidCoefficients coefficients() {
    return coefficients;
  }

  /** ln |det| of the pixel transform, in nats; part of no level. */
  double pixelLogDet() {
    return pixelLogDet;
  }
}
