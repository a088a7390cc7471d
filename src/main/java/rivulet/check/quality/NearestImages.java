package rivulet.check.quality;

import java.util.Arrays;
import java.util.List;
import rivulet.Images;
import rivulet.data.EightBit;
import rivulet.parallel.WorkerPool;

/**
 * The images of a set that are nearest to given ones: whether a model repeats what it was trained
 * on. Bytes are compared, of a model of fewer bits their upper ones, so a repeated image is at
 * distance 0 and no rounding has a say; of images equally near the first counts.
 */
public final class NearestImages {
  /** Values between two looks at whether an image can still be among the nearest. */
  private static final int STRIDE = 64;

  private static final int BLOCK = 256;

  private final byte[][] given;
  private final long[][] squares;
  private final int[][] places;

  private NearestImages(byte[][] given, int nearest) {
    this.given = given;
    this.squares = new long[given.length][nearest];
    this.places = new int[given.length][nearest];
    for (long[] row : squares) {
      Arrays.fill(row, Long.MAX_VALUE);
    }
  }

  /**
   * An image near a given one.
   *
   * @param image place in the set
   * @param distance root of the mean squared difference of pixel values, as shares of 255
   */
  public record Neighbour(int image, double distance) {}

  /**
   * Looks through a set, reading each image once.
   *
   * @param bits of each byte that count, the upper ones
   * @param nearest how many of each are kept, at most the set's count
   * @param threads workers; change no bit
   * @return for each given image its neighbours, the nearest first
   * @throws IllegalArgumentException if images differ in size
   */
  public static List<List<Neighbour>> of(
      Images given, Images set, int bits, int nearest, int threads) {
    if (!given.shape().equals(set.shape())) {
      throw new IllegalArgumentException(
          "nearest: images of %s are held against a set of %s: give images of one size"
              .formatted(given.shape(), set.shape()));
    }
    byte[][] bytes = new byte[given.count()][];
    Arrays.setAll(bytes, n -> EightBit.upper(given.image(n), bits));
    NearestImages found = new NearestImages(bytes, Math.min(nearest, set.count()));
    try (WorkerPool pool = new WorkerPool(threads)) {
      for (int from = 0; from < set.count(); from += BLOCK) {
        int first = from;
        byte[][] block = new byte[Math.min(BLOCK, set.count() - from)][];
        Arrays.setAll(block, i -> EightBit.upper(set.image(first + i), bits));
        pool.run(bytes.length, (_, n) -> found.look(n, first, block));
      }
    }
    return found.neighbours();
  }

  private void look(int n, int first, byte[][] block) {
    for (int i = 0; i < block.length; i++) {
      int last = places[n].length - 1;
      long square = square(given[n], block[i], squares[n][last]);
      if (square < squares[n][last]) {
        int at = last;
        for (; at > 0 && square < squares[n][at - 1]; at--) {
          squares[n][at] = squares[n][at - 1];
          places[n][at] = places[n][at - 1];
        }
        squares[n][at] = square;
        places[n][at] = first + i;
      }
    }
  }

  /** The squared difference, or any number from the bound on if it is not below. */
  private static long square(byte[] a, byte[] b, long bound) {
    long sum = 0;
    for (int from = 0; from < a.length && sum < bound; from += STRIDE) {
      int part = 0;
      for (int i = from; i < Math.min(from + STRIDE, a.length); i++) {
        int gap = (a[i] & 0xff) - (b[i] & 0xff);
        part += gap * gap;
      }
      sum += part;
    }
    return sum;
  }

  private List<List<Neighbour>> neighbours() {
    Neighbour[][] found = new Neighbour[given.length][];
    for (int n = 0; n < found.length; n++) {
      found[n] = new Neighbour[places[n].length];
      for (int i = 0; i < found[n].length; i++) {
        double mean = (double) squares[n][i] / given[n].length;
        found[n][i] = new Neighbour(places[n][i], Math.sqrt(mean) / 255);
      }
    }
    return Arrays.stream(found).map(List::of).toList();
  }
}
