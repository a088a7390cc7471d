package rivulet.noise;

import rivulet.data.ImageSet;
import rivulet.flow.pretransform.PixelHistogram;

/**
 * Measures {@link TruncatedNormal}. Within a class of activity the distances of pixels from their
 * neighbours' mean have a histogram of integers; its logarithm L is read as that of a smooth
 * density at whole steps. A pixel at distance d then has, to second order, the density
 *
 * <pre>
 *   ln q(u) = g·(u − ½) + ½ k·(u − ½)² + const,   g = (L(d+1) − L(d−1))/2,
 *                                                 k = L(d−1) − 2 L(d) + L(d+1)
 * </pre>
 *
 * <p>which for k &lt; 0 is a normal distribution of variance −1/k and mean ½ + g·variance, cut to
 * [0,1): the exact noise of that density.
 */
final class TruncatedNormalFit {
  /** Most images that are looked at, evenly spread over the set. */
  private static final int IMAGES = 10_000;

  private final long[] counts = new long[PixelContext.COUNT];
  private final PixelHistogram histogram;

  /**
   * Looks at images.
   *
   * @param bits of their values that count, the upper ones
   */
  TruncatedNormalFit(ImageSet images, int bits) {
    histogram = new PixelHistogram(images.channels(), 1 << bits);
    byte[] pixels = new byte[images.imageBytes()];
    long count = images.count();
    long looked = Math.min(count, IMAGES);
    for (long n = 0; n < looked; n++) {
      images.read(n * count / looked, pixels);
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (byte) (Byte.toUnsignedInt(pixels[i]) >> (Dequantisation.WHOLE_BITS - bits));
      }
      count(pixels, images.height(), images.width());
    }
  }

  private void count(byte[] pixels, int height, int width) {
    for (int plane = 0; plane < pixels.length; plane += height * width) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          counts[PixelContext.of(pixels, plane, height, width, y, x)]++;
          int value = pixels[plane + y * width + x] & 0xff;
          histogram.add(plane / (height * width), value);
        }
      }
    }
  }

  /**
   * The noise.
   *
   * @param evenAtoms whether values that are atoms keep uniform noise
   */
  TruncatedNormal fit(boolean evenAtoms) {
    float[] means = new float[PixelContext.COUNT];
    float[] deviations = new float[PixelContext.COUNT];
    for (int activity = 0; activity < PixelContext.ACTIVITIES; activity++) {
      for (int d = -PixelContext.FARTHEST; d <= PixelContext.FARTHEST; d++) {
        int context = PixelContext.index(activity, d);
        boolean bent = Math.abs(d) < PixelContext.FARTHEST - 1;
        double slope = bent ? 0.5 * (log(activity, d + 1) - log(activity, d - 1)) : 0;
        double curvature =
            bent ? log(activity, d - 1) - 2 * log(activity, d) + log(activity, d + 1) : 0;
        deviations[context] = deviation(curvature);
        double s = deviations[context];
        double farthest = TruncatedNormal.FARTHEST_MEAN * s;
        means[context] = (float) (0.5 + Math.clamp(slope * s * s, -farthest, farthest));
      }
    }
    return new TruncatedNormal(means, deviations, evenAtoms ? histogram.atoms() : new boolean[0][]);
  }

  /** What was never seen counts as one pixel. */
  private double log(int activity, int distance) {
    return StrictMath.log(1.0 + counts[PixelContext.index(activity, distance)]);
  }

  private static float deviation(double curvature) {
    double flat = TruncatedNormal.FLAT_DEVIATION;
    if (curvature >= -1 / (flat * flat)) {
      return TruncatedNormal.FLAT_DEVIATION;
    }
    return (float) Math.max(TruncatedNormal.LEAST_DEVIATION, Math.sqrt(-1 / curvature));
  }
}
