package rivulet.flow.pretransform;

import java.util.Arrays;

/**
 * A bounded sample of a level's values. The values of a channel, image after image, are cut into
 * equal strata and one is taken from each, at a place given by a hash of the stratum's number: a
 * plain stride could fall in step with the image width.
 */
final class PreTransformFitSample {
  /** Values per channel: about 60 of them lie beyond z = 3.5, enough for the slope of a tail. */
  static final int LIMIT = 1 << 18;

  private PreTransformFitSample() {}

  /** Sorted values, channels × min(LIMIT, images × pixels). */
  static double[][] sorted(PreTransformFit data) {
    long total = (long) data.images() * data.pixels();
    int size = (int) Math.min(LIMIT, total);
    double[][] sample = new double[data.channels()][size];
    double[] level = new double[data.channels() * data.pixels()];
    long loaded = -1;
    for (int stratum = 0; stratum < size; stratum++) {
      long at = pick(stratum, total, size);
      long image = at / data.pixels();
      if (image != loaded) {
        data.source().read((int) image, level);
        loaded = image;
      }
      int pixel = (int) (at % data.pixels());
      for (int c = 0; c < sample.length; c++) {
        sample[c][stratum] = level[c * data.pixels() + pixel];
      }
    }
    for (double[] channel : sample) {
      Arrays.sort(channel);
    }
    return sample;
  }

  /** The place of one stratum's value among {@code total}. */
  static long pick(int stratum, long total, int size) {
    long from = stratum * total / size;
    long to = (stratum + 1) * total / size;
    return from + Long.remainderUnsigned(mix(stratum), to - from);
  }

  /** The output function of SplitMix64 (Steele, Lea, Flood 2014). */
  private static long mix(long n) {
    long z = (n + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
