package rivulet.wavelet;

import java.util.Arrays;
import java.util.Objects;

/**
 * The pyramid of one image size: which levels there are, and the way there and back.
 *
 * @param wavelet one halving
 * @param channels of the image, C
 * @param height of the image
 * @param width of the image
 * @param levels S in all: one coarsest image and S − 1 levels of details
 */
public record WaveletPyramid(Wavelet wavelet, int channels, int height, int width, int levels) {
  /** Checks that the image can be halved S − 1 times. */
  public WaveletPyramid {
    Objects.requireNonNull(wavelet, "wavelet");
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "pyramid: an image of %dx%dx%d (channels x height x width) is empty"
              .formatted(channels, height, width));
    }
    if ((double) channels * height * width > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "pyramid: an image of %dx%dx%d (channels x height x width) has more than %d values"
              .formatted(channels, height, width, Integer.MAX_VALUE));
    }
    int most = largestLevels(height, width);
    if (levels < 1 || levels > most) {
      throw new IllegalArgumentException(
          ("pyramid: %d levels asked for images of %dx%d, which halve evenly %d times: "
                  + "choose 1 to %d levels")
              .formatted(levels, height, width, most - 1, most));
    }
  }

  /** The largest number of levels for an image size: one more than it can be halved evenly. */
  public static int largestLevels(int height, int width) {
    return 1 + Integer.numberOfTrailingZeros(height | width);
  }

  /** Shape of the data of a level: C channels at level 0, 3C at the others. */
  public LevelShape shape(int level) {
    checkLevel(level, 0);
    int halvings = level == 0 ? levels - 1 : levels - level;
    return new LevelShape(
        level == 0 ? channels : 3 * channels, height >> halvings, width >> halvings);
  }

  /** Shape of the coarse image that conditions a detail level: C channels, size of its details. */
  public LevelShape conditionShape(int level) {
    checkLevel(level, 1);
    LevelShape detail = shape(level);
    return new LevelShape(channels, detail.height(), detail.width());
  }

  /** Values of the whole image: the D of bits/dim, and the sum of the sizes of all levels. */
  public int size() {
    return channels * height * width;
  }

  /** Largest possible value at level 0 for pixels in [0,1]: 1 where the coarse image is a mean. */
  public double coarsestMaximum() {
    return coarseGain(0);
  }

  /** What the wavelet multiplies means of pixels by on the way to the image of a level. */
  public double coarseGain(int level) {
    double gain = 1;
    for (int halving = level; halving < levels - 1; halving++) {
      gain *= wavelet.coarseGain();
    }
    return gain;
  }

  /** ln |det| of the halving that made the details of a level; zero at level 0. */
  public double logDeterminant(int level) {
    checkLevel(level, 0);
    if (level == 0) {
      return 0.0;
    }
    int halvings = levels - 1 - level;
    return wavelet.logDeterminant(channels, height >> halvings, width >> halvings);
  }

  /** ln |det| of the map from the image to all levels, summed from level 0 up. */
  public double logDeterminant() {
    double sum = 0.0;
    for (int level = 0; level < levels; level++) {
      sum += logDeterminant(level);
    }
    return sum;
  }

  /** Arrays for the levels of one image; allocate once per worker and reuse. */
  public PyramidCoefficients newCoefficients() {
    return new PyramidCoefficients(this, Integer.MAX_VALUE);
  }

  /**
   * Arrays for a window of each level of one image, or all of a level that is no larger.
   *
   * @param side most rows and columns of a window
   */
  public PyramidCoefficients newWindows(int side) {
    return new PyramidCoefficients(this, side);
  }

  /**
   * The pyramid of images whose level of that number is a window of this one's.
   *
   * @param side most rows and columns of the window
   * @throws IllegalArgumentException if such images do not halve evenly so often
   */
  public WaveletPyramid window(int level, int side) {
    LevelShape shape = shape(level).within(side);
    int halvings = level == 0 ? levels - 1 : levels - level;
    return new WaveletPyramid(
        wavelet, channels, shape.height() << halvings, shape.width() << halvings, levels);
  }

  /**
   * Takes an image apart.
   *
   * @param image planar, {@link #size()} values from the offset, not modified
   * @param into written: the data of every level and the coarse images
   */
  public void analyse(double[] image, int offset, PyramidCoefficients into) {
    checkFits(into);
    if (levels == 1) {
      checkImage(image, offset);
      System.arraycopy(image, offset, into.data(0), 0, size());
      return;
    }
    double[] finer = image;
    int at = offset;
    for (int level = levels - 1; level >= 1; level--) {
      int halvings = levels - 1 - level;
      double[] coarse = into.condition(level);
      int h = height >> halvings;
      int w = width >> halvings;
      wavelet.forward(finer, at, channels, h, w, coarse, 0, into.data(level), 0);
      finer = coarse;
      at = 0;
    }
    System.arraycopy(finer, 0, into.data(0), 0, into.data(0).length);
  }

  /**
   * Puts an image together from the data of all levels; the coarse images are rebuilt on the way.
   *
   * @param from the data of every level, not modified; its coarse images are written
   * @param image written: planar, {@link #size()} values from the offset
   */
  public void synthesise(PyramidCoefficients from, double[] image, int offset) {
    checkFits(from);
    if (levels == 1) {
      checkImage(image, offset);
      System.arraycopy(from.data(0), 0, image, offset, size());
      return;
    }
    System.arraycopy(from.data(0), 0, from.condition(1), 0, from.data(0).length);
    for (int level = 1; level < levels; level++) {
      boolean last = level == levels - 1;
      refine(
          level,
          from.condition(level),
          from.data(level),
          last ? image : from.condition(level + 1),
          last ? offset : 0);
    }
  }

  /**
   * One step of the synthesis, as sampling needs it: the coarse image of a level and its details
   * give the coarse image of the next level, or the image itself at the last.
   *
   * @param level 1 to S − 1
   * @param coarse of {@link #conditionShape}, not modified
   * @param detail of {@link #shape}, not modified
   * @param finer written from the offset: twice the height and width of the coarse image
   */
  public void refine(int level, double[] coarse, double[] detail, double[] finer, int offset) {
    checkLevel(level, 1);
    int halvings = levels - 1 - level;
    wavelet.inverse(
        coarse, 0, detail, 0, channels, height >> halvings, width >> halvings, finer, offset);
  }

  /**
   * The transpose of {@link #analyse}: carries gradients by the data of all levels and by all
   * coarse images back to the image.
   *
   * @param from gradients; those by coarse images are modified
   * @param image written from index 0: gradient by the image, planar
   */
  public void pullBack(PyramidCoefficients from, double[] image) {
    checkFits(from);
    checkImage(image, 0);
    Arrays.fill(image, 0, size(), 0.0);
    add(from.data(0), levels == 1 ? image : from.condition(1));
    for (int level = 1; level < levels; level++) {
      int halvings = levels - 1 - level;
      wavelet.addTransposed(
          from.condition(level),
          from.data(level),
          channels,
          height >> halvings,
          width >> halvings,
          halvings == 0 ? image : from.condition(level + 1));
    }
  }

  private static void add(double[] from, double[] to) {
    for (int i = 0; i < from.length; i++) {
      to[i] += from[i];
    }
  }

  private void checkLevel(int level, int lowest) {
    if (level < lowest || level >= levels) {
      throw new IllegalArgumentException(
          "pyramid: level %d asked, this pyramid has levels %d to %d here"
              .formatted(level, lowest, levels - 1));
    }
  }

  private void checkImage(double[] image, int offset) {
    if (offset < 0 || image.length - offset < size()) {
      throw new IllegalArgumentException(
          "pyramid: an image needs %d values from index %d, the array holds %d"
              .formatted(size(), offset, image.length));
    }
  }

  private void checkFits(PyramidCoefficients coefficients) {
    WaveletPyramid other = coefficients.pyramid();
    if (coefficients.cropped() || (other != this && !equals(other))) {
      throw new IllegalArgumentException(
          "pyramid: coefficients of %s given to %s, allocate them with newCoefficients()"
              .formatted(other, this));
    }
  }
}
