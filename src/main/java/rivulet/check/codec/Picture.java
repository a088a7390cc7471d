package rivulet.check.codec;

import java.util.Arrays;
import java.util.List;
import rivulet.Images;
import rivulet.data.format.SmallestPng;

/**
 * Images beside each other in one picture of 1 or 3 channels, without gaps.
 *
 * @param planar C·H·W bytes
 */
record Picture(int channels, int height, int width, byte[] planar) {
  /** Most images across a mosaic, and down. */
  static final int SIDE = 10;

  byte[] png() {
    return SmallestPng.encode(channels, height, width, planar);
  }

  /** How many of so many images fill a mosaic: whole rows of ten, at most ten of them. */
  static int filling(int images) {
    int across = Math.min(SIDE, images);
    return across * Math.min(SIDE, images / across);
  }

  /**
   * The first images that fill a mosaic; of other than 1 or 3 channels a grey mosaic of each.
   *
   * @param count as {@link #filling} says, or 1 for a single image from {@code first} on
   */
  static List<Picture> of(Images images, int first, int count) {
    int channels = images.channels();
    int together = channels == 3 ? 3 : 1;
    Picture[] pictures = new Picture[channels / together];
    Arrays.setAll(pictures, p -> mosaic(images, first, count, p * together, together));
    return List.of(pictures);
  }

  private static Picture mosaic(Images images, int first, int count, int channel, int channels) {
    int across = Math.min(SIDE, count);
    int height = images.height();
    int width = images.width();
    int row = across * width;
    int plane = count / across * height * row;
    byte[] planar = new byte[channels * plane];
    for (int n = 0; n < count; n++) {
      byte[] image = images.image(first + n);
      int corner = n / across * height * row + n % across * width;
      for (int c = 0; c < channels; c++) {
        for (int y = 0; y < height; y++) {
          int from = ((channel + c) * height + y) * width;
          System.arraycopy(image, from, planar, c * plane + corner + y * row, width);
        }
      }
    }
    return new Picture(channels, count / across * height, row, planar);
  }
}
