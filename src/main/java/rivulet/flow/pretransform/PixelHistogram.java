package rivulet.flow.pretransform;

/**
 * How often each 8-bit value occurs in each channel of a set of images, and which of them are
 * atoms: values that hold much more mass than their neighbours, as the black of a background or the
 * white of a saturated sky.
 */
public final class PixelHistogram {
  /** Values of a pixel's channel. */
  public static final int VALUES = 256;

  /** An atom holds at least one in so many of a channel's pixels. */
  static final int LEAST_SHARE = 100;

  /** An atom holds at least so many times the mean share of the values near it. */
  static final int PROMINENCE = 4;

  /** Values on either side that are near. */
  private static final int NEAR = 4;

  private final int values;
  private final long[][] counts;
  private final long[] total;

  /** An empty histogram of 8-bit values. */
  public PixelHistogram(int channels) {
    this(channels, VALUES);
  }

  /** An empty histogram of the values from 0 to {@code values} − 1, at most 256. */
  public PixelHistogram(int channels, int values) {
    this.values = values;
    counts = new long[channels][values];
    total = new long[channels];
  }

  /** How many values there are. */
  int values() {
    return values;
  }

  /** Counts one pixel. */
  public void add(int channel, int value) {
    counts[channel][value]++;
    total[channel]++;
  }

  /** Share of the channel's pixels that have this value; NaN if none were counted. */
  double share(int channel, int value) {
    return (double) counts[channel][value] / total[channel];
  }

  /** Whether the value is an atom of the channel. */
  boolean isAtom(int channel, int value) {
    long near = 0;
    int number = 0;
    for (int v = Math.max(0, value - NEAR); v <= Math.min(values - 1, value + NEAR); v++) {
      if (v != value) {
        near += counts[channel][v];
        number++;
      }
    }
    long own = counts[channel][value];
    return own > 0 && own * LEAST_SHARE >= total[channel] && own * number >= PROMINENCE * near;
  }

  /** Whether each of 256 values is an atom, by channel; those that there are not are none. */
  public boolean[][] atoms() {
    boolean[][] atoms = new boolean[counts.length][VALUES];
    for (int c = 0; c < atoms.length; c++) {
      for (int value = 0; value < values; value++) {
        atoms[c][value] = isAtom(c, value);
      }
    }
    return atoms;
  }
}
