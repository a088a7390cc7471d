package rivulet.web.inspect;

import java.util.Base64;
import rivulet.Images;

/**
 * Images that the model has made.
 *
 * @param pixels bytes in base64, image by image, planar
 * @param deviation of each pixel's values over the images, in [0,1], as {@link Floats}, planar
 */
record Drawing(int count, int channels, int height, int width, String pixels, String deviation) {
  static Drawing of(double[][] images, int channels, int height, int width) {
    Images rounded = Images.rounded(images, channels, height, width);
    byte[] pixels = new byte[images.length * rounded.dimensions()];
    double[] deviation = new double[rounded.dimensions()];
    for (int n = 0; n < images.length; n++) {
      System.arraycopy(rounded.image(n), 0, pixels, n * deviation.length, deviation.length);
    }
    for (int i = 0; i < deviation.length; i++) {
      deviation[i] = deviation(images, i);
    }
    return new Drawing(
        images.length,
        channels,
        height,
        width,
        Base64.getEncoder().encodeToString(pixels),
        Floats.text(deviation));
  }

  private static double deviation(double[][] images, int i) {
    double mean = 0;
    for (double[] image : images) {
      mean += image[i] / images.length;
    }
    double squares = 0;
    for (double[] image : images) {
      squares += (image[i] - mean) * (image[i] - mean) / images.length;
    }
    return Math.sqrt(squares);
  }
}
