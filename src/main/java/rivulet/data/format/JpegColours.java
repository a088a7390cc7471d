package rivulet.data.format;

import java.awt.image.Raster;

/**
 * What the components of a JPEG file are, and how they become red, green and blue. YCbCr is turned
 * into RGB in the fixed-point arithmetic of the IJG's library (jdcolor.c), to the bit. Inks are
 * those of Adobe, stored as 255 − ink: a colour is 255 × (1 − ink)(1 − black), the conversion of
 * all readers that do not apply a profile.
 */
enum JpegColours {
  GREY,
  RGB,
  YCBCR,
  CMYK,
  YCCK;

  private static final int BITS = 16;
  private static final int HALF = 1 << (BITS - 1);
  private static final int RED_OF_CR = fixed(1.40200);
  private static final int BLUE_OF_CB = fixed(1.77200);
  private static final int GREEN_OF_CR = fixed(0.71414);
  private static final int GREEN_OF_CB = fixed(0.34414);
  private static final int MIDDLE = 128;
  private static final int MOST = 255;

  private static int fixed(double factor) {
    return (int) (factor * (1 << BITS) + 0.5);
  }

  /**
   * Fills C planes; grey fills every plane with the same values.
   *
   * @param stored samples as decoded, without any conversion
   */
  void toPlanes(Raster stored, int channels, byte[] planar) {
    int width = stored.getWidth();
    int plane = width * stored.getHeight();
    int[] pixel = new int[4];
    for (int p = 0; p < plane; p++) {
      stored.getPixel(p % width, p / width, pixel);
      convert(pixel);
      for (int c = 0; c < channels; c++) {
        planar[c * plane + p] = (byte) pixel[this == GREY ? 0 : c];
      }
    }
  }

  private void convert(int[] pixel) {
    switch (this) {
      case GREY, RGB -> {
        // as they are
      }
      case YCBCR -> toRgb(pixel);
      case CMYK -> toPaper(pixel);
      case YCCK -> {
        toRgb(pixel);
        for (int c = 0; c < 3; c++) {
          pixel[c] = MOST - pixel[c];
        }
        toPaper(pixel);
      }
    }
  }

  private static void toRgb(int[] pixel) {
    int y = pixel[0];
    int cb = pixel[1] - MIDDLE;
    int cr = pixel[2] - MIDDLE;
    pixel[0] = Math.clamp(y + ((RED_OF_CR * cr + HALF) >> BITS), 0, MOST);
    pixel[1] = Math.clamp(y + ((-GREEN_OF_CB * cb - GREEN_OF_CR * cr + HALF) >> BITS), 0, MOST);
    pixel[2] = Math.clamp(y + ((BLUE_OF_CB * cb + HALF) >> BITS), 0, MOST);
  }

  /** White paper less the inks, of which 255 − ink is given. */
  private static void toPaper(int[] pixel) {
    for (int c = 0; c < 3; c++) {
      pixel[c] = (pixel[c] * pixel[3] + MOST / 2) / MOST;
    }
  }
}
