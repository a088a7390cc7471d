package rivulet;

import java.nio.file.Path;
import rivulet.store.NpyWriter;

/**
 * Images that were drawn.
 *
 * @param channels of each
 * @param height of each
 * @param width of each
 * @param values image by image, planar, before clipping to [0,1); the arrays are not copied
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
    double[] logLikelihood,
    long evaluations,
    Backend.Transfers transfers,
    int bits) {
  /** How many there are. */
  public int count() {
    return values.length;
  }

  /** As bytes: clipped to [0,1) and rounded down to the 2^bits cells. */
  public Images images() {
    byte[] pixels = Images.rounded(values, channels * height * width).pixels();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (pixels[i] & (-1 << (Byte.SIZE - bits)));
    }
    return Images.of(pixels, channels, height, width);
  }

  /** Values of all images that {@link #images} has to clip. */
  public long clipped() {
    return Images.rounded(values, channels * height * width).clipped();
  }

  /** Writes the values before clipping as NPY: float32, N × C × H × W; whole or not at all. */
  public void writeNpy(Path file) {
    NpyWriter.floats(file, new long[] {values.length, channels, height, width}, values);
  }
}
