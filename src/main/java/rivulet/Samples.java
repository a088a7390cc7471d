package rivulet;

import rivulet.data.EightBit;
import rivulet.data.ImageSets;

/**
 * Images that were drawn.
 *
 * @param channels of each
 * @param height of each
 * @param width of each
 * @param values image by image, planar, before clipping to [0,1); the arrays are not copied
 * @param logLikelihood ln p of each in nats, if it was asked for; else empty
 */
public record Samples(
    int channels, int height, int width, double[][] values, double[] logLikelihood) {
  /** How many there are. */
  public int count() {
    return values.length;
  }

  /** As bytes: clipped to [0,1) and rounded down to the 256 cells. */
  public Images images() {
    int size = channels * height * width;
    EightBit pixels = new EightBit(Math.multiplyExact(values.length, size));
    for (int n = 0; n < values.length; n++) {
      pixels.put(values[n], size, n * size);
    }
    return new Images(ImageSets.of("samples", channels, height, width, pixels.pixels()));
  }
}
