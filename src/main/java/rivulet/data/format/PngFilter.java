package rivulet.data.format;

/** The filters of PNG (its specification, section 9): each sample less what its neighbours say. */
final class PngFilter {
  /** After the five of the specification: for each row the one of the smallest sum of sizes. */
  static final int ADAPTIVE = 5;

  private final int channels;
  private final int stride;
  private final byte[] samples;

  /**
   * @param samples rows of pixels, the channels of a pixel beside each other
   */
  PngFilter(int channels, int width, byte[] samples) {
    this.channels = channels;
    this.stride = channels * width;
    this.samples = samples;
  }

  /** All rows filtered, each behind the number of its filter. */
  byte[] rows(int kind) {
    byte[] rows = new byte[samples.length + samples.length / stride];
    for (int row = 0; row < samples.length / stride; row++) {
      int chosen = kind == ADAPTIVE ? smallest(row) : kind;
      int at = row * (stride + 1);
      rows[at] = (byte) chosen;
      for (int i = 0; i < stride; i++) {
        rows[at + 1 + i] = filtered(chosen, row, i);
      }
    }
    return rows;
  }

  private int smallest(int row) {
    int best = 0;
    long least = Long.MAX_VALUE;
    for (int kind = 0; kind < ADAPTIVE; kind++) {
      long sum = 0;
      for (int i = 0; i < stride; i++) {
        sum += Math.abs(filtered(kind, row, i));
      }
      best = sum < least ? kind : best;
      least = Math.min(least, sum);
    }
    return best;
  }

  private byte filtered(int kind, int row, int i) {
    int left = sample(row, i - channels);
    int above = sample(row - 1, i);
    int expected =
        switch (kind) {
          case 0 -> 0;
          case 1 -> left;
          case 2 -> above;
          case 3 -> (left + above) / 2;
          default -> paeth(left, above, sample(row - 1, i - channels));
        };
    return (byte) (sample(row, i) - expected);
  }

  private int sample(int row, int i) {
    return row < 0 || i < 0 ? 0 : Byte.toUnsignedInt(samples[row * stride + i]);
  }

  /** The neighbour that is nearest to left + above − corner. */
  private static int paeth(int left, int above, int corner) {
    int toLeft = Math.abs(above - corner);
    int toAbove = Math.abs(left - corner);
    int toCorner = Math.abs(left + above - 2 * corner);
    if (toLeft <= toAbove && toLeft <= toCorner) {
      return left;
    }
    return toAbove <= toCorner ? above : corner;
  }
}
