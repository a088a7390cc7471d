package rivulet.tensor;

import java.lang.foreign.MemorySegment;

/**
 * Pairs of images (from, to) that one kernel call works through: the images of a group, primal and
 * tangents. Mutable and reused; one per worker, so it also carries the worker's {@link Product}.
 * Addresses are byte offsets of whole images, border included.
 */
public final class ImageBatch {
  final MemorySegment[] from;
  final long[] fromAt;
  final MemorySegment[] to;
  final long[] toAt;
  final Product product = new Product();
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
}
