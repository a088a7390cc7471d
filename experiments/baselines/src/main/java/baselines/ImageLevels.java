package baselines;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import rivulet.flow.FlowModel;
import rivulet.flow.ModelSpec;
import rivulet.flow.pretransform.ConditionalMap;
import rivulet.flow.pretransform.PreTransformChain;
import rivulet.tensor.Shape;
import rivulet.wavelet.PyramidCoefficients;
import rivulet.wavelet.WaveletPyramid;

/**
 * An image on its way to the levels of a model and back, without the model's flows: pixel
 * transform, pyramid, pre-transforms, with ln |det| of all of them. Allocates nothing on the way
 * there.
 */
final class ImageLevels {
  private static final double LN_2PI = StrictMath.log(2 * StrictMath.PI);

  private final ModelSpec spec;
  private final FlowModel model;
  private final PyramidCoefficients coefficients;
  private final double[] pixels;
  private final double[][] data;
  private final double[][] conditions;
  private final List<ConditionalMap> maps = new ArrayList<>();
  private double logDet;

  /**
   * @param model without classes; its fields are not looked at
   */
  ImageLevels(FlowModel model) {
    this.model = model;
    this.spec = model.spec();
    if (spec.classes() > 0) {
      throw new IllegalArgumentException(
          "baselines: a model without classes is needed, found " + spec.classes());
    }
    this.coefficients = spec.pyramid().newCoefficients();
    this.pixels = new double[spec.dimensions()];
    this.data = new double[spec.levels()][];
    this.conditions = new double[spec.levels()][];
    for (int level = 0; level < spec.levels(); level++) {
      Shape shape = spec.state(level);
      int channels = spec.pyramid().channels();
      data[level] = new double[(int) shape.elements()];
      conditions[level] = new double[level == 0 ? 0 : channels * shape.pixels()];
      maps.add(chain(level).newMap(channels, shape.height(), shape.width()));
    }
  }

  private PreTransformChain chain(int level) {
    return model.levels().get(level).preTransform();
  }

  /**
   * Takes an image apart.
   *
   * @param image dequantised, planar, in [0,1); not modified
   */
  void take(double[] image) {
    WaveletPyramid pyramid = spec.pyramid();
    System.arraycopy(image, 0, pixels, 0, pixels.length);
    int all = pyramid.height() * pyramid.width();
    logDet = model.pixelTransform().forward(pixels, 0, pyramid.channels(), all);
    pyramid.analyse(pixels, 0, coefficients);
    for (int level = 0; level < spec.levels(); level++) {
      Shape shape = spec.state(level);
      System.arraycopy(coefficients.data(level), 0, data[level], 0, data[level].length);
      if (level > 0) {
        see(level, coefficients.condition(level));
      }
      logDet += pyramid.logDeterminant(level);
      logDet +=
          chain(level).forward(data[level], 0, shape.channels(), shape.pixels(), maps.get(level));
    }
  }

  private void see(int level, double[] coarse) {
    maps.get(level).condition(coarse);
    spec.condition().map(coarse, conditions[level], conditions[level].length);
  }

  /** A level's data in model space, planar; live. */
  double[] data(int level) {
    return data[level];
  }

  /** What networks of a level see of the coarser image, planar; empty at level 0; live. */
  double[] condition(int level) {
    return conditions[level];
  }

  /** ln |det| of all that was done to the image, in nats. */
  double logDet() {
    return logDet;
  }

  /** ln p of the image where the data of all levels are N(0, I), in nats. */
  double noFlow() {
    double sum = logDet;
    for (double[] level : data) {
      for (double z : level) {
        sum -= 0.5 * (z * z + LN_2PI);
      }
    }
    return sum;
  }

  /** What a level's data are in model space, from the coarser image that networks see. */
  interface Decoder {
    double[] data(int level, double[] condition);
  }

  /** The image whose levels are decoded one after the other from the coarsest; a new array. */
  double[] image(Decoder decoder) {
    WaveletPyramid pyramid = spec.pyramid();
    double[] coarse = new double[0];
    for (int level = 0; level < spec.levels(); level++) {
      Shape shape = spec.state(level);
      if (level > 0) {
        see(level, coarse);
      }
      double[] decoded = decoder.data(level, conditions[level]);
      chain(level).inverse(decoded, 0, shape.channels(), shape.pixels(), maps.get(level));
      if (level > 0) {
        double[] finer = new double[4 * coarse.length];
        pyramid.refine(level, coarse, decoded, finer, 0);
        coarse = finer;
      } else {
        coarse = Arrays.copyOf(decoded, decoded.length);
      }
    }
    int all = pyramid.height() * pyramid.width();
    model.pixelTransform().inverse(coarse, 0, pyramid.channels(), all);
    return coarse;
  }
}
