package rivulet.tensor.kernel.convolution;

import java.lang.foreign.MemorySegment;

/**
 * Pairs of images (from, to) that one kernel call works through: the images of a group, primal and
 * tangents. Mutable and reused; one per group. Addresses are byte offsets of whole images, border
 * included.
 */
public final class ImageBatch {
  final MemorySegment[] from;
  final long[] fromAt;
  final MemorySegment[] to;
  final long[] toAt;

  /** For calls that are not shared. */
  final Band whole = new Band();

  private int count;

  /** A batch of at most {@code capacity} pairs. */
  public ImageBatch(int capacity) {
    from = new MemorySegment[capacity];
    fromAt = new long[capacity];
    to = new MemorySegment[capacity];
    toAt = new long[capacity];
  }

  public void clear() {
    count = 0;
  }

  public int count() {
    return count;
  }

  /** Adds a pair; fails if the batch is full. */
  public void add(MemorySegment source, long sourceAt, MemorySegment target, long targetAt) {
    if (count == from.length) {
      throw new IllegalStateException("image batch: capacity is " + count + ", one more was added");
    }
    from[count] = source;
    fromAt[count] = sourceAt;
    to[count] = target;
    toAt[count] = targetAt;
    count++;
  }

  /**
   * Length of the longest run of pairs from {@code first} on that lie at equal distances in the
   * same memory, so that images of one pixel are the rows of a matrix.
   */
  int run(int first) {
    int end = first + 1;
    while (end < count && continues(first, end)) {
      end++;
    }
    return end - first;
  }

  private boolean continues(int first, int n) {
    return from[n] == from[first]
        && to[n] == to[first]
        && fromAt[n] - fromAt[n - 1] == fromAt[first + 1] - fromAt[first]
        && toAt[n] - toAt[n - 1] == toAt[first + 1] - toAt[first];
  }

  /** Bytes between the images read in a run of that length. */
  long fromStep(int first, int length) {
    return length == 1 ? 0 : fromAt[first + 1] - fromAt[first];
  }

  /** Bytes between the images written in a run of that length. */
  long toStep(int first, int length) {
    return length == 1 ? 0 : toAt[first + 1] - toAt[first];
  }
}
