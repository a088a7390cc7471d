package rivulet.flow;

/**
 * How often each 8-bit value occurs in each channel of a set of images, and which of them are
 * atoms: values that hold much more mass than their neighbours, as the black of a background or the
 * white of a saturated sky.
 */
public final class PixelHistogram {
  /** Values of a pixel's channel. */
  public static final int VALUES = 256;

  /** Least share of a channel's pixels that an atom holds. */
  static final double LEAST_SHARE = 0.01;

  /** An atom holds at least so many times the mean share of the values near it. */
  static final double PROMINENCE = 4;

  /** Values on either side that are near. */
  private static final int NEAR = 4;

  private final long[][] counts;

  /** An empty histogram. */
  public PixelHistogram(int channels) {
    counts = new long[channels][VALUES];
  }

  /** Counts one pixel. */
  public void add(int channel, int value) {
    counts[channel][value]++;
  }

  /** Share of the channel's pixels that have this value; 0 if none were counted. */
  double share(int channel, int value) {
    long all = 0;
    for (long count : counts[channel]) {
      all += count;
    }
    return all == 0 ? 0 : (double) counts[channel][value] / all;
  }

  /** Whether the value is an atom of the channel. */
  public boolean isAtom(int channel, int value) {
    double near = 0;
    int number = 0;
    for (int v = Math.max(0, value - NEAR); v <= Math.min(VALUES - 1, value + NEAR); v++) {
      if (v != value) {
        near += share(channel, v);
        number++;
      }
    }
    double own = share(channel, value);
    return own >= LEAST_SHARE && own >= PROMINENCE * near / number;
  }
}
