package rivulet.parallel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A vector of float64 that belongs to a {@link SummationTree}: a leaf being filled, a node that
 * waits for its sibling, or the sum. The holder is the only one who may touch it.
 */
public final class PartialSum {
  private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE;
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;
  private static final int ALIGNMENT = 64;

  private final SummationTree tree;
  private final MemorySegment values;
  private final int length;

  // Bookkeeping: touched under the lock of the tree, or by the thread that holds the vector.
  State state = State.FREE;
  int level;
  int index;
  PartialSum next;

  /** Where a vector is in its life. */
  enum State {
    FREE,
    HELD,
    WAITING
  }

  PartialSum(SummationTree tree, Arena arena, int length) {
    this.tree = tree;
    this.length = length;
    values = arena.allocate(length * DOUBLE.byteSize(), ALIGNMENT);
  }

  SummationTree tree() {
    return tree;
  }

  /** The values themselves: native, 64-byte aligned, 8 bytes each. */
  public MemorySegment values() {
    return values;
  }

  /** Value {@code i}. */
  public double get(int i) {
    return values.getAtIndex(DOUBLE, i);
  }

  /** Sets value {@code i}. */
  public void set(int i, double value) {
    values.setAtIndex(DOUBLE, i, value);
  }

  /** Sets all values to zero. */
  public void clear() {
    values.fill((byte) 0);
  }

  /**
   * Adds float32 values, widened exactly: {@code this[at + i] += source[i]} for 0 ≤ i &lt; n.
   *
   * @param at index of the first value changed
   * @param source native segment of at least {@code n} floats, not modified
   * @param n how many values
   * @throws IllegalArgumentException if either range does not fit or the source is not native
   */
  public void addFloats(int at, MemorySegment source, int n) {
    if (at < 0 || n < 0 || at > length - n || source.byteSize() < n * FLOAT.byteSize()) {
      throw new IllegalArgumentException(
          "partial sum: "
              + n
              + " floats at "
              + at
              + " do not fit: it has "
              + length
              + " values, the source "
              + source.byteSize() / FLOAT.byteSize());
    }
    requireNative(source);
    long to = at * DOUBLE.byteSize();
    for (int i = 0; i < n; i++, to += DOUBLE.byteSize()) {
      values.set(DOUBLE, to, values.get(DOUBLE, to) + source.get(FLOAT, i * 4L));
    }
  }

  private static void requireNative(MemorySegment source) {
    if (!source.isNative()) {
      throw new IllegalArgumentException(
          "partial sum: the source lies on the heap; take it from an arena");
    }
  }

  static void requireFloats(MemorySegment source, int n) {
    requireNative(source);
    if (source.byteSize() < n * FLOAT.byteSize()) {
      throw new IllegalArgumentException(
          "partial sum: asked for "
              + n
              + " floats, found "
              + source.byteSize() / FLOAT.byteSize()
              + "; give one for each value");
    }
  }

  /** {@code this[i] = source[i]}, widened exactly, for all values. */
  void setFloats(MemorySegment source) {
    for (int i = 0; i < length; i++) {
      values.set(DOUBLE, i * 8L, source.get(FLOAT, i * 4L));
    }
  }

  /** {@code this[i] = this[i] + right[i]}. */
  void addRight(PartialSum right) {
    MemorySegment a = values;
    MemorySegment b = right.values;
    for (int i = 0; i < length; i++) {
      a.set(DOUBLE, i * 8L, a.get(DOUBLE, i * 8L) + b.get(DOUBLE, i * 8L));
    }
  }
}
