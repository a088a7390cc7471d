package rivulet.check.quality;

import java.util.ArrayList;
import java.util.List;
import rivulet.wavelet.PyramidCoefficients;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/**
 * What images look like at each resolution, in pixel values and whatever wavelet a model has: the
 * coarse image of a level holds means of blocks, its details half the differences between means of
 * the halves of blocks, upright, lying and crossed, so that a mean and its three details, added and
 * subtracted, are the four means of the finer level.
 *
 * @param pyramid of the images, orthonormal
 */
public record PyramidParts(WaveletPyramid pyramid) {
  /**
   * Of images of that size, with as many levels as the model that made them.
   *
   * @param levels at least 1; with one there are no parts
   */
  public static PyramidParts of(int channels, int height, int width, int levels) {
    return new PyramidParts(
        new WaveletPyramid(Wavelet.ORTHONORMAL, channels, height, width, levels));
  }

  /**
   * One level of all images.
   *
   * @param level 1, the coarsest that has details, or more
   * @param coarse image of each, planar; what the level's flow is given
   * @param details of each, planar; what the level's flow makes
   */
  public record Part(int level, double[][] coarse, double[][] details) {}

  /**
   * Splits images, the finest level first.
   *
   * @param images planar, not modified
   */
  public List<Part> split(double[][] images) {
    List<Part> parts = new ArrayList<>();
    for (int level = pyramid.levels() - 1; level >= 1; level--) {
      parts.add(new Part(level, new double[images.length][], new double[images.length][]));
    }
    PyramidCoefficients one = pyramid.newCoefficients();
    for (int n = 0; n < images.length; n++) {
      pyramid.analyse(images[n], 0, one);
      for (Part part : parts) {
        double gain = pyramid.coarseGain(part.level() - 1);
        part.coarse()[n] = scaled(one.condition(part.level()), gain);
        part.details()[n] = scaled(one.data(part.level()), gain);
      }
    }
    return parts;
  }

  private static double[] scaled(double[] values, double divisor) {
    double[] scaled = values.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] /= divisor;
    }
    return scaled;
  }
}
