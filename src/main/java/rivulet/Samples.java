package rivulet;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import rivulet.data.EightBit;
import rivulet.data.ImageGrid;
import rivulet.data.ImageSet;
import rivulet.data.format.PngWriter;
import rivulet.store.AtomicFile;
import rivulet.store.NpyWriter;

/**
 * Images that were drawn.
 *
 * @param channels of each
 * @param height of each
 * @param width of each
 * @param values image by image, planar, before clipping to [0,1); the arrays are not copied
 * @param coarser the same images as they were on the way, by level from the coarsest, without the
 *     finest: image by image, planar, each side of half the size of the level after it. They are
 *     coarse images of {@code values} as {@link Model#coarser} makes them; not copied
 * @param logLikelihood ln p of each in nats, if it was asked for; else empty
 * @param evaluations of the vector fields for one image, over all images and levels
 * @param transfers what a backend did for them
 * @param bits of a pixel's value that the model knows, the upper ones
 */
public record Samples(
    int channels,
    int height,
    int width,
    double[][] values,
    double[][][] coarser,
    double[] logLikelihood,
    long evaluations,
    Backend.Transfers transfers,
    int bits) {
  /** How many there are. */
  public int count() {
    return values.length;
  }

  /** Resolutions that they went through, the last that of the images. */
  public int levels() {
    return coarser.length + 1;
  }

  /**
   * The images as a level completed them, clipped to [0,1) and rounded down to bytes.
   *
   * @param level from 0, the coarsest; the last gives {@link #images}
   * @throws IllegalArgumentException if there is no such level
   */
  public Images level(int level) {
    if (level < 0 || level > coarser.length) {
      throw new IllegalArgumentException(
          "samples: level must be 0 to " + coarser.length + ", found " + level);
    }
    if (level == coarser.length) {
      return images();
    }
    int halvings = coarser.length - level;
    return Images.rounded(coarser[level], channels, height >> halvings, width >> halvings);
  }

  /**
   * Writes a grid of all images for each level side by side, the coarsest first, each as large as
   * the others: a PNG, whole or not at all.
   *
   * @throws IllegalArgumentException if that picture would be too large
   */
  public void writePngByLevel(Path file) {
    List<ImageSet> levels =
        IntStream.range(0, levels()).mapToObj(this::level).map(Images::set).toList();
    BufferedImage picture = ImageGrid.byLevel(levels);
    AtomicFile.write(file, stream -> PngWriter.write(picture, stream));
  }

  /** As bytes: clipped to [0,1) and rounded down to the 2^bits cells. */
  public Images images() {
    byte[] pixels = EightBit.of(values, channels * height * width).pixels();
    return Images.of(EightBit.upper(pixels, bits), channels, height, width);
  }

  /** Values of all images that {@link #images} has to clip. */
  public long clipped() {
    return EightBit.of(values, channels * height * width).clipped();
  }

  /** Writes the values before clipping as NPY: float32, N × C × H × W; whole or not at all. */
  public void writeNpy(Path file) {
    NpyWriter.floats(file, new long[] {values.length, channels, height, width}, values);
  }
}
