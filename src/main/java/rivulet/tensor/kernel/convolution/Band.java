package rivulet.tensor.kernel.convolution;

import rivulet.tensor.kernel.gemm.Product;

/**
 * Which rows of its images a worker computes when several share a kernel call, and what it needs
 * for itself. Mutable and reused; one per member of a crew. A new one is the only band: all rows.
 */
public final class Band {
  final Product product = new Product();
  private int from;
  private int to = Integer.MAX_VALUE;
  private int number;
  private int count = 1;

  /**
   * Makes this band {@code number} of {@code count}: the same for every image of a batch.
   *
   * @throws IllegalArgumentException unless 0 ≤ number &lt; count
   */
  public void take(int number, int count) {
    if (number < 0 || number >= count) {
      throw new IllegalArgumentException(
          "band: number must lie in 0.." + (count - 1) + ", found " + number);
    }
    this.number = number;
    this.count = count;
  }

  /** Bands from now on divide these rows alone; at first they divide all. */
  public void divide(int firstRow, int endRow) {
    this.from = firstRow;
    this.to = endRow;
  }

  /** First of {@code rows} rows that belongs to this band. */
  public int first(int rows) {
    return from + (int) ((long) (Math.min(rows, to) - from) * number / count);
  }

  /** The row after the last that belongs to this band; equal to the first if it has none. */
  public int end(int rows) {
    return from + (int) ((long) (Math.min(rows, to) - from) * (number + 1) / count);
  }

  /** Number of rows of this band. */
  int size(int rows) {
    return end(rows) - first(rows);
  }

  /** Image of a unit: this band's rows are counted through, image by image. */
  int image(int unit, int rows) {
    return unit / size(rows);
  }

  /** Row of a unit in its image. */
  int row(int unit, int rows) {
    return first(rows) + unit % size(rows);
  }
}
