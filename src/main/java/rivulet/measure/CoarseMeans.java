package rivulet.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import rivulet.flow.pretransform.PreTransformChain;

/**
 * A finer image beside the coarse one it was made from, both as a model's pixel transform makes
 * them: the means of the fine blocks are the coarse values, before clipping exactly and after it
 * too. Without a transform they are pixels.
 *
 * @param height rows of the coarse image
 * @param width columns of the coarse image
 * @param side pixels of the fine image across one coarse pixel: 2, 4, 8, …
 * @param ranges of the values of each channel
 */
public record CoarseMeans(int height, int width, int side, List<Range> ranges) {
  private static final int BISECTIONS = 64;

  /**
   * What a channel's pixels in [0,1) become.
   *
   * @param low of 0
   * @param high of 1, itself not in the range
   */
  public record Range(double low, double high) {
    public static final Range PIXELS = new Range(0, 1);

    private boolean contains(double value) {
      return value >= low && value < high;
    }

    private double clamp(double value) {
      return Math.clamp(value, low, Math.nextDown(high));
    }
  }

  public CoarseMeans {
    ranges = List.copyOf(ranges);
  }

  /** The ranges of all channels under a transform of pixels. */
  public static List<Range> ranges(PreTransformChain transform, int channels) {
    double[] low = new double[channels];
    double[] high = new double[channels];
    Arrays.fill(high, 1);
    transform.forward(low, 0, channels, 1);
    transform.forward(high, 0, channels, 1);
    List<Range> ranges = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      ranges.add(new Range(low[c], high[c]));
    }
    return ranges;
  }

  /** Largest distance of a block's mean from its coarse value. */
  public double largestError(double[] coarse, double[] fine) {
    double largest = 0;
    for (int block = 0; block < coarse.length; block++) {
      largest = Math.max(largest, Math.abs(mean(fine, block) - coarse[block]));
    }
    return largest;
  }

  /**
   * Clips every block that leaves its channel's range so that its mean stays: the values become
   * clip(x + s) with the one s that does it, which is the nearest such block in the sense of least
   * squares. Simple clipping would lighten dark areas and darken light ones.
   *
   * @param fine modified
   * @return how many values lay outside
   */
  public long clip(double[] coarse, double[] fine) {
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

  private Range range(int block) {
    return ranges.get(block / (height * width));
  }

  private int outside(double[] fine, int block) {
    int count = 0;
    for (int i = 0; i < side * side; i++) {
      count += range(block).contains(fine[at(block, i)]) ? 0 : 1;
    }
    return count;
  }

  private double shiftFor(double[] fine, int block, double wanted) {
    // The mean is the range's low end at the low shift, where the largest value is that, and its
    // high end at the high shift, where the smallest is.
    Range range = range(block);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < side * side; i++) {
      low = Math.min(low, range.low() - fine[at(block, i)]);
      high = Math.max(high, range.high() - fine[at(block, i)]);
    }
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = 0.5 * (low + high);
      if (clippedMean(fine, block, middle) < wanted) {
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
      fine[at] = range(block).clamp(fine[at] + by);
    }
  }

  private double clippedMean(double[] fine, int block, double shift) {
    double sum = 0;
    for (int i = 0; i < side * side; i++) {
      sum += range(block).clamp(fine[at(block, i)] + shift);
    }
    return sum / (side * side);
  }

  private double mean(double[] fine, int block) {
    double sum = 0;
    for (int i = 0; i < side * side; i++) {
      sum += fine[at(block, i)];
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
