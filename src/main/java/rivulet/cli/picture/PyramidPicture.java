package rivulet.cli.picture;

import java.awt.image.BufferedImage;
import rivulet.data.EightBit;
import rivulet.data.ImageGrid;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.flow.ModelSpec;
import rivulet.flow.pretransform.PreTransformChain;
import rivulet.noise.Dequantiser;
import rivulet.wavelet.PyramidCoefficients;

/**
 * Images and the coarser images that a model's levels are conditioned on. Where pixels are
 * transformed these are means of transformed pixels, carried back to pixels.
 */
public record PyramidPicture(ModelSpec spec, PreTransformChain pixelTransform) {
  private static final int IMAGES = 12;

  /** The first images of a set, a column each, finest first. */
  public BufferedImage draw(ImageSet images) {
    int levels = spec.levels();
    int size = spec.dimensions();
    EightBit pixels = new EightBit(levels * IMAGES * size);
    double[] image = new double[size];
    Dequantiser reader = Dequantiser.centred(images);
    PyramidCoefficients coefficients = spec.pyramid().newCoefficients();
    for (int n = 0; n < IMAGES; n++) {
      reader.read(n, 0, image);
      pixels.put(image, size, n * size);
      pixelTransform.forward(image, 0, channels(), size / channels());
      spec.pyramid().analyse(image, 0, coefficients);
      for (int row = 1; row < levels; row++) {
        double[] coarse = toPixels(coefficients.condition(levels - row), levels - 1 - row);
        pixels.put(enlarged(coarse, row), size, (row * IMAGES + n) * size);
      }
    }
    return new ImageGrid(IMAGES, 1, 2).draw(set(pixels));
  }

  private int channels() {
    return spec.pyramid().channels();
  }

  /** The image of a level as pixels. */
  private double[] toPixels(double[] coarse, int level) {
    double[] pixels = coarse.clone();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] /= spec.pyramid().coarseGain(level);
    }
    pixelTransform.inverse(pixels, 0, channels(), pixels.length / channels());
    return pixels;
  }

  /** A coarse image at full size, every value a square of 2^halvings pixels. */
  private double[] enlarged(double[] coarse, int halvings) {
    int height = spec.pyramid().height();
    int width = spec.pyramid().width();
    double[] full = new double[spec.dimensions()];
    for (int c = 0; c < channels(); c++) {
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

  private ImageSet set(EightBit pixels) {
    int height = spec.pyramid().height();
    int width = spec.pyramid().width();
    return ImageSets.of("pyramid", channels(), height, width, pixels.pixels());
  }
}
