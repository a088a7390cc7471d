package rivulet.web.inspect;

import java.util.Base64;
import rivulet.Images;
import rivulet.measure.Moments;
import rivulet.web.Floats;

/**
 * Images that the model has made.
 *
 * @param pixels bytes in base64, image by image, planar
 * @param deviation of each pixel's values over the images, in [0,1], as {@link Floats}, planar
 */
record Drawing(int count, int channels, int height, int width, String pixels, String deviation) {
  static Drawing of(double[][] images, int channels, int height, int width) {
    Images rounded = Images.rounded(images, channels, height, width);
    int size = rounded.dimensions();
    byte[] pixels = new byte[images.length * size];
    for (int n = 0; n < images.length; n++) {
      System.arraycopy(rounded.image(n), 0, pixels, n * size, size);
    }
    return new Drawing(
        images.length,
        channels,
        height,
        width,
        Base64.getEncoder().encodeToString(pixels),
        Floats.text(Moments.deviations(images)));
  }
}
