package rivulet.cli;

/**
 * A finer image beside the coarse one it was made from: the means of its blocks are the coarse
 * pixels, before clipping exactly and after it too.
 *
 * @param channels of both images
 * @param height rows of the coarse image
 * @param width columns of the coarse image
 * @param side pixels of the fine image across one coarse pixel: 2, 4, 8, …
 */
record CoarseMeans(int channels, int height, int width, int side) {
  private static final int BISECTIONS = 64;

  /** Largest distance of a block's mean from its coarse pixel, both in [0,1]. */
  double largestError(double[] coarse, double[] fine) {
    double largest = 0;
    for (int block = 0; block < coarse.length; block++) {
      largest = Math.max(largest, Math.abs(mean(fine, block, 0, false) - coarse[block]));
    }
    return largest;
  }

  /**
   * Clips every block that leaves [0,1) so that its mean stays: the values become clip(x + s) with
   * the one s that does it, which is the nearest such block in the sense of least squares. Simple
   * clipping would lighten dark areas and darken light ones.
   *
   * @param fine modified
   * @return how many values lay outside
   */
  long clip(double[] coarse, double[] fine) {
    long outside = 0;
    for (int block = 0; block < coarse.length; block++) {
      int found = outside(fine, block);
      outside += found;
      if (found > 0) {
        shift(fine, block, shiftFor(fine, block, coarse[block]));
      }
    }
    return outside;
  }

  private int outside(double[] fine, int block) {
    int count = 0;
    for (int i = 0; i < side * side; i++) {
      count += EightBit.outside(fine[at(block, i)]) ? 1 : 0;
    }
    return count;
  }

  private double shiftFor(double[] fine, int block, double wanted) {
    // The mean is 0 at the low end, where the largest value is 0, and 1 at the high end, where the
    // smallest is 1.
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < side * side; i++) {
      low = Math.min(low, -fine[at(block, i)]);
      high = Math.max(high, 1 - fine[at(block, i)]);
    }
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = 0.5 * (low + high);
      if (mean(fine, block, middle, true) < wanted) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return 0.5 * (low + high);
  }

  private void shift(double[] fine, int block, double by) {
    for (int i = 0; i < side * side; i++) {
      int at = at(block, i);
      fine[at] = Math.clamp(fine[at] + by, 0, EightBit.HIGHEST);
    }
  }

  private double mean(double[] fine, int block, double shift, boolean clipped) {
    double sum = 0;
    for (int i = 0; i < side * side; i++) {
      double value = fine[at(block, i)] + shift;
      sum += clipped ? Math.clamp(value, 0, EightBit.HIGHEST) : value;
    }
    return sum / (side * side);
  }

  /** Index in the fine image of value {@code i} of a block; blocks count as coarse pixels do. */
  private int at(int block, int i) {
    int row = block / width * side + i / side;
    int column = block % width * side + i % side;
    return row * width * side + column;
  }
}
