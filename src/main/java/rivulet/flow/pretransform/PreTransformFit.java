package rivulet.flow.pretransform;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import rivulet.flow.spline.RationalQuadraticSpline;

/**
 * Measures pre-transforms from a level's training data, read image by image as often as needed.
 * Deterministic: sums run in the order of images, channels and pixels, and the sample that the cdf
 * is measured from is a function of the counts alone.
 *
 * @param source gives the level's data of one training image
 * @param images how many there are
 * @param channels of the level
 * @param pixels of one channel
 * @param values of a pixel, if it is pixels that are measured
 */
public record PreTransformFit(Source source, int images, int channels, int pixels, int values) {

  /** A level's training data, the same at every reading. */
  @FunctionalInterface
  public interface Source {
    /**
     * Writes the level's data of one training image.
     *
     * @param image 0 to images − 1
     * @param level written: planar, channels × pixels values from index 0
     */
    void read(int image, double[] level);
  }

  /**
   * The coarser images of a level, the same size as one channel of its data.
   *
   * @param source gives the coarser image of one training image, planar
   * @param channels of it
   * @param width of it
   */
  public record Coarse(Source source, int channels, int width) {}

  /** Checks the counts. */
  public PreTransformFit {
    Objects.requireNonNull(source, "source");
    if (images < 1 || channels < 1 || pixels < 1) {
      throw new IllegalArgumentException(
          "pre-transform: %d images of %d channels of %d pixels given, at least one of each needed"
              .formatted(images, channels, pixels));
    }
    Math.multiplyExact(channels, pixels);
  }

  /** Pixels of 8 bits, or what is none. */
  public PreTransformFit(Source source, int images, int channels, int pixels) {
    this(source, images, channels, pixels, PixelHistogram.VALUES);
  }

  /** The same data seen through a transform: what the next one is measured on. */
  public PreTransformFit after(PreTransform transform) {
    Source through =
        (image, level) -> {
          source.read(image, level);
          transform.forward(level, 0, channels, pixels);
        };
    return new PreTransformFit(through, images, channels, pixels, values);
  }

  /**
   * Mean and deviation per channel, over all images and pixels.
   *
   * @throws IllegalArgumentException if a channel is constant or not finite
   */
  public Affine affine() {
    PreTransformFitMoments moments = new PreTransformFitMoments(channels, pixels);
    double[] level = new double[channels * pixels];
    for (int image = 0; image < images; image++) {
      source.read(image, level);
      moments.add(level);
    }
    return moments.toAffine();
  }

  /**
   * One spline per channel that carries the channel's values to N(0,1), from a bounded sample (at
   * most 262,144 values of each).
   *
   * @throws IllegalArgumentException if a channel is constant or not finite, or if there are too
   *     few values for so many knots
   */
  public Cdf cdf(int knots) {
    double[][] sample = PreTransformFitSample.sorted(this);
    List<RationalQuadraticSpline> splines = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      splines.add(new PreTransformFitKnots(c, sample[c], knots).spline());
    }
    return new Cdf(splines);
  }

  /**
   * The map of dequantised pixels in [0,1) that makes room for their atoms; see {@link AtomSpline}.
   */
  public Cdf atoms() {
    PixelHistogram histogram = new PixelHistogram(channels, values);
    double[] image = new double[channels * pixels];
    for (int n = 0; n < images; n++) {
      source.read(n, image);
      for (int i = 0; i < image.length; i++) {
        int value = (int) (image[i] * values);
        histogram.add(i / pixels, Math.clamp(value, 0, values - 1));
      }
    }
    return AtomSpline.all(histogram, channels);
  }
}
