package rivulet.flow.pretransform;

/**
 * How much goes on around a pixel of a coarser image: the largest difference to one of the up to
 * eight neighbours. A continuous function of the pixels.
 */
final class NeighbourActivity {
  private NeighbourActivity() {}

  /** The largest difference of one pixel to its neighbours inside the image. */
  static double of(double[] image, int start, int row, int column, int height, int width) {
    int other = neighbour(image, start, row, column, height, width);
    return Math.abs(image[other] - image[start + row * width + column]);
  }

  /**
   * Where the neighbour is that differs most, the first such one; the pixel's own place if none.
   */
  static int neighbour(double[] image, int start, int row, int column, int height, int width) {
    int own = start + row * width + column;
    int found = own;
    double largest = 0;
    for (int r = Math.max(0, row - 1); r <= Math.min(height - 1, row + 1); r++) {
      for (int c = Math.max(0, column - 1); c <= Math.min(width - 1, column + 1); c++) {
        double difference = Math.abs(image[start + r * width + c] - image[own]);
        if (difference > largest) {
          largest = difference;
          found = start + r * width + c;
        }
      }
    }
    return found;
  }
}
