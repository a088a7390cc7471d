package rivulet.data;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.OptionalInt;

/**
 * Pixels of a decoded picture as planes. {@code BufferedImage.getRGB} is not used: on grey pictures
 * it converts between a linear and an sRGB grey and changes the values.
 */
final class PictureSamples {
  private static final int OPAQUE = 255;

  private PictureSamples() {}

  static boolean isGrey(IndexColorModel palette) {
    for (int i = 0; i < palette.getMapSize(); i++) {
      if (palette.getRed(i) != palette.getGreen(i) || palette.getRed(i) != palette.getBlue(i)) {
        return false;
      }
    }
    return true;
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

  private static int alpha(Raster raster, ColorModel colours, int x, int y) {
    return colours instanceof IndexColorModel palette
        ? palette.getAlpha(raster.getSample(x, y, 0))
        : raster.getSample(x, y, colours.getNumColorComponents());
  }
}
