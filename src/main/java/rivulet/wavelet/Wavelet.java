package rivulet.wavelet;

import java.util.Objects;
import rivulet.names.Named;

/**
 * One halving of an image, and its exact inverse: three scalings of the 2×2 Haar transform
 * (equations in the package page, docs/mathematics.md section 1).
 */
public enum Wavelet {
  /** Volume preserving with a coarse image that is a mean: c = 2^(2/3), a = 4, |det| = 1. */
  UNIMODULAR("unimodular", 1.5874010519681994, 4.0, 0.0),
  /** Coarse image is a mean, details divided by 2: ln |det| = −ln 2 per block and channel. */
  HAAR("haar", 2.0, 4.0, -0.6931471805599453),
  /** An orthogonal matrix, |det| = 1; the coarse image is twice the mean, so it leaves [0,1]. */
  ORTHONORMAL("orthonormal", 2.0, 2.0, 0.0);

  private final String id;
  private final double detailDivisor;
  private final double coarseDivisor;
  private final double logDeterminantPerBlock;

  Wavelet(String id, double detailDivisor, double coarseDivisor, double logDeterminantPerBlock) {
    this.id = id;
    this.detailDivisor = detailDivisor;
    this.coarseDivisor = coarseDivisor;
    this.logDeterminantPerBlock = logDeterminantPerBlock;
  }

  /** The name on the command line and in files: {@code unimodular}, {@code haar}, … */
  public String id() {
    return id;
  }

  /**
   * The wavelet of that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  public static Wavelet parse(String id) {
    return Named.of("wavelet", id, values(), Wavelet::id);
  }

  /** Coarse value of a block whose four pixels are all 1: 1 where the coarse image is a mean. */
  public double coarseGain() {
    return 4.0 / coarseDivisor;
  }

  /**
   * ln |det| of the map from one image to (coarse, detail).
   *
   * @param channels of the image
   * @param height of the image, even
   * @param width of the image, even
   */
  public double logDeterminant(int channels, int height, int width) {
    checkShape(channels, height, width);
    return logDeterminantPerBlock * ((double) channels * (height / 2) * (width / 2));
  }

  /**
   * Splits an image, all arrays from index 0; see the form with offsets.
   *
   * @param coarse written
   * @param detail written
   */
  public void forward(
      double[] image, int channels, int height, int width, double[] coarse, double[] detail) {
    forward(image, 0, channels, height, width, coarse, 0, detail, 0);
  }

  /**
   * Splits an image into its coarse half and three details per channel.
   *
   * @param image planar channels × height × width, not modified
   * @param channels at least 1
   * @param height of the image, even
   * @param width of the image, even
   * @param coarse written: channels × height/2 × width/2
   * @param detail written: 3·channels × height/2 × width/2, y1 of every channel, then y2, then y3
   * @throws IllegalArgumentException for an odd size or an array that is too short; that the three
   *     ranges do not overlap is not checked
   */
  public void forward(
      double[] image,
      int imageOffset,
      int channels,
      int height,
      int width,
      double[] coarse,
      int coarseOffset,
      double[] detail,
      int detailOffset) {
    check(image, imageOffset, channels, height, width, coarse, coarseOffset, detail, detailOffset);
    int halfWidth = width / 2;
    int rows = channels * (height / 2);
    int stride = rows * halfWidth;
    for (int row = 0; row < rows; row++) {
      int top = imageOffset + 2 * row * width;
      int out = row * halfWidth;
      splitRows(image, top, width, coarse, coarseOffset + out, detail, detailOffset + out, stride);
    }
  }

  /** Two rows of pixels into one row of coarse values and three of details, a stride apart. */
  private void splitRows(
      double[] image,
      int top,
      int width,
      double[] coarse,
      int c,
      double[] detail,
      int d,
      int stride) {
    for (int j = 0; j < width / 2; j++) {
      int at = top + 2 * j;
      double upper = image[at] + image[at + 1];
      double lower = image[at + width] + image[at + width + 1];
      double upperSlope = image[at] - image[at + 1];
      double lowerSlope = image[at + width] - image[at + width + 1];
      coarse[c + j] = (upper + lower) / coarseDivisor;
      detail[d + j] = (upper - lower) / detailDivisor;
      detail[d + stride + j] = (upperSlope + lowerSlope) / detailDivisor;
      detail[d + 2 * stride + j] = (upperSlope - lowerSlope) / detailDivisor;
    }
  }

  /**
   * Joins a coarse image and its details, all arrays from index 0; see the form with offsets.
   *
   * @param image written
   */
  public void inverse(
      double[] coarse, double[] detail, int channels, int height, int width, double[] image) {
    inverse(coarse, 0, detail, 0, channels, height, width, image, 0);
  }

  /**
   * Joins a coarse image and its details: the inverse of {@link #forward}.
   *
   * @param coarse channels × height/2 × width/2, not modified
   * @param detail 3·channels × height/2 × width/2, not modified
   * @param channels at least 1
   * @param height of the image, even
   * @param width of the image, even
   * @param image written: planar channels × height × width
   * @throws IllegalArgumentException for an odd size or an array that is too short; that the three
   *     ranges do not overlap is not checked
   */
  public void inverse(
      double[] coarse,
      int coarseOffset,
      double[] detail,
      int detailOffset,
      int channels,
      int height,
      int width,
      double[] image,
      int imageOffset) {
    check(image, imageOffset, channels, height, width, coarse, coarseOffset, detail, detailOffset);
    int halfWidth = width / 2;
    int rows = channels * (height / 2);
    int stride = rows * halfWidth;
    for (int row = 0; row < rows; row++) {
      int top = imageOffset + 2 * row * width;
      int in = row * halfWidth;
      joinRows(coarse, coarseOffset + in, detail, detailOffset + in, stride, image, top, width);
    }
  }

  private void joinRows(
      double[] coarse,
      int c,
      double[] detail,
      int d,
      int stride,
      double[] image,
      int top,
      int width) {
    double coarseFactor = coarseDivisor / 4.0;
    double detailFactor = detailDivisor / 4.0;
    for (int j = 0; j < width / 2; j++) {
      double mean = coarseFactor * coarse[c + j];
      double y1 = detailFactor * detail[d + j];
      double y2 = detailFactor * detail[d + stride + j];
      double y3 = detailFactor * detail[d + 2 * stride + j];
      int at = top + 2 * j;
      image[at] = (mean + y1) + (y2 + y3);
      image[at + 1] = (mean + y1) - (y2 + y3);
      image[at + width] = (mean - y1) + (y2 - y3);
      image[at + width + 1] = (mean - y1) - (y2 - y3);
    }
  }

  /**
   * Adds the transpose of {@link #forward}, which carries gradients back. All arrays from index 0.
   *
   * @param coarse gradient by the coarse image, not modified
   * @param detail gradient by the details, not modified
   * @param image gradient by the image, added to
   */
  void addTransposed(
      double[] coarse, double[] detail, int channels, int height, int width, double[] image) {
    check(image, 0, channels, height, width, coarse, 0, detail, 0);
    int halfWidth = width / 2;
    int stride = channels * (height / 2) * halfWidth;
    for (int i = 0; i < stride; i++) {
      double mean = coarse[i] / coarseDivisor;
      double y1 = detail[i] / detailDivisor;
      double y2 = detail[stride + i] / detailDivisor;
      double y3 = detail[2 * stride + i] / detailDivisor;
      int at = 2 * (i / halfWidth) * width + 2 * (i % halfWidth);
      image[at] += (mean + y1) + (y2 + y3);
      image[at + 1] += (mean + y1) - (y2 + y3);
      image[at + width] += (mean - y1) + (y2 - y3);
      image[at + width + 1] += (mean - y1) - (y2 - y3);
    }
  }

  private static void check(
      double[] image,
      int imageOffset,
      int channels,
      int height,
      int width,
      double[] coarse,
      int coarseOffset,
      double[] detail,
      int detailOffset) {
    checkShape(channels, height, width);
    int size = Math.multiplyExact(Math.multiplyExact(channels, height), width);
    checkRange("image", image, imageOffset, size);
    checkRange("coarse", coarse, coarseOffset, size / 4);
    checkRange("detail", detail, detailOffset, size / 4 * 3);
  }

  private static void checkShape(int channels, int height, int width) {
    if (channels < 1 || height < 2 || width < 2 || height % 2 != 0 || width % 2 != 0) {
      throw new IllegalArgumentException(
          ("wavelet: cannot halve an image of %dx%dx%d (channels x height x width): "
                  + "height and width must be even, channels at least 1")
              .formatted(channels, height, width));
    }
  }

  private static void checkRange(String what, double[] array, int offset, int size) {
    Objects.requireNonNull(array, what);
    if (offset < 0 || array.length - offset < size) {
      throw new IllegalArgumentException(
          "wavelet: %s needs %d values from index %d, the array holds %d"
              .formatted(what, size, offset, array.length));
    }
  }
}
