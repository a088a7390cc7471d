package rivulet.cli.picture;

import java.nio.file.Path;
import rivulet.Description;
import rivulet.Images;
import rivulet.Model;

/**
 * Images and the coarser images that a model's levels are conditioned on. Where pixels are
 * transformed these are means of transformed pixels, carried back to pixels.
 */
public record PyramidPicture(Model model) {
  private static final int IMAGES = 12;

  /** The first images of a set, a column each, finest first. */
  public Images draw(Images images) {
    Description of = model.description();
    double[][] cells = new double[of.levels() * IMAGES][];
    for (int n = 0; n < IMAGES; n++) {
      double[] image = images.centred(n);
      for (int row = 0; row < of.levels(); row++) {
        cells[row * IMAGES + n] = enlarged(model.coarser(image, row), of, row);
      }
    }
    return Images.rounded(cells, of.channels(), of.height(), of.width());
  }

  /** Draws and writes them as PNG. */
  public void write(Path file, Images images) {
    draw(images).writePng(file, IMAGES, 1, 2);
  }

  /** A coarse image at full size, every value a square of 2^halvings pixels. */
  private static double[] enlarged(double[] coarse, Description of, int halvings) {
    int height = of.height();
    int width = of.width();
    double[] full = new double[of.dimensions()];
    for (int c = 0; c < of.channels(); c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int from =
              (c * (height >> halvings) + (y >> halvings)) * (width >> halvings) + (x >> halvings);
          full[(c * height + y) * width + x] = coarse[from];
        }
      }
    }
    return full;
  }
}
