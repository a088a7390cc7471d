package rivulet.data.format;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Pixels of a decoded picture as planes. {@code BufferedImage.getRGB} is not used: on grey pictures
 * it converts between a linear and an sRGB grey and changes the values.
 */
final class PictureSamples {
  private static final int OPAQUE = 255;

  private PictureSamples() {}

  /**
   * Insists that every sample has a colour: Java fills short palettes up.
   *
   * @throws IOException naming the first pixel that has none
   */
  static void checkEntries(Raster raster, int entries) throws IOException {
    int width = raster.getWidth();
    for (int p = 0; p < width * raster.getHeight(); p++) {
      int entry = raster.getSample(p % width, p / width, 0);
      if (entry >= entries) {
        throw new IOException(
            "row %d, column %d has colour %d of a palette of %d"
                .formatted(p / width, p % width, entry, entries));
      }
    }
  }

  static void fromPalette(Raster raster, IndexColorModel palette, int channels, byte[] planar) {
    int width = raster.getWidth();
    int plane = width * raster.getHeight();
    for (int p = 0; p < plane; p++) {
      int entry = raster.getSample(p % width, p / width, 0);
      int rgb = palette.getRGB(entry);
      for (int c = 0; c < channels; c++) {
        planar[c * plane + p] = (byte) (rgb >> (16 - 8 * c));
      }
    }
  }

  static void fromBands(Raster raster, int colours, int channels, byte[] planar) {
    int width = raster.getWidth();
    int plane = width * raster.getHeight();
    for (int c = 0; c < channels; c++) {
      int band = Math.min(c, colours - 1);
      for (int p = 0; p < plane; p++) {
        planar[c * plane + p] = (byte) raster.getSample(p % width, p / width, band);
      }
    }
  }

  /** Position, row by row, of the first pixel that is not opaque. */
  static OptionalInt firstTransparent(BufferedImage image) {
    ColorModel colours = image.getColorModel();
    if (!colours.hasAlpha()) {
      return OptionalInt.empty();
    }
    Raster raster = image.getRaster();
    int width = image.getWidth();
    for (int p = 0; p < width * image.getHeight(); p++) {
      if (alpha(raster, colours, p % width, p / width) != OPAQUE) {
        return OptionalInt.of(p);
      }
    }
    return OptionalInt.empty();
  }

  /** Position, row by row, of the first pixel whose first sample is a value. */
  static OptionalInt firstOf(Raster raster, int value) {
    int width = raster.getWidth();
    return IntStream.range(0, width * raster.getHeight())
        .filter(p -> raster.getSample(p % width, p / width, 0) == value)
        .findFirst();
  }

  private static int alpha(Raster raster, ColorModel colours, int x, int y) {
    return colours instanceof IndexColorModel palette
        ? palette.getAlpha(raster.getSample(x, y, 0))
        : raster.getSample(x, y, colours.getNumColorComponents());
  }
}
