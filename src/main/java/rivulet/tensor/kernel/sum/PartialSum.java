package rivulet.tensor.kernel.sum;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.F2D;
import static rivulet.tensor.kernel.Lanes.BYTE_ORDER;
import static rivulet.tensor.kernel.Lanes.D;
import static rivulet.tensor.kernel.Lanes.DOUBLE_COUNT;
import static rivulet.tensor.kernel.Lanes.HALF;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

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

  static void requireFloats(MemorySegment source, int n) {
    if (!source.isNative()) {
      throw new IllegalArgumentException(
          "partial sum: the floats lie on the heap; take them from an arena");
    }
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
    int i = 0;
    for (; i + DOUBLE_COUNT <= length; i += DOUBLE_COUNT) {
      FloatVector.fromMemorySegment(HALF, source, 4L * i, BYTE_ORDER)
          .convertShape(F2D, D, 0)
          .intoMemorySegment(values, 8L * i, BYTE_ORDER);
    }
    for (; i < length; i++) {
      values.set(DOUBLE, i * 8L, source.get(FLOAT, i * 4L));
    }
  }

  /** {@code this[i] = (a[i] + b[i]) + (c[i] + d[i])}, each widened exactly before. */
  void setFour(MemorySegment[] leaves) {
    MemorySegment a = leaves[0];
    MemorySegment b = leaves[1];
    MemorySegment c = leaves[2];
    MemorySegment d = leaves[3];
    int i = 0;
    for (; i + DOUBLE_COUNT <= length; i += DOUBLE_COUNT) {
      long at = 4L * i;
      FloatVector.fromMemorySegment(HALF, a, at, BYTE_ORDER)
          .convertShape(F2D, D, 0)
          .lanewise(
              ADD, FloatVector.fromMemorySegment(HALF, b, at, BYTE_ORDER).convertShape(F2D, D, 0))
          .lanewise(
              ADD,
              FloatVector.fromMemorySegment(HALF, c, at, BYTE_ORDER)
                  .convertShape(F2D, D, 0)
                  .lanewise(
                      ADD,
                      FloatVector.fromMemorySegment(HALF, d, at, BYTE_ORDER)
                          .convertShape(F2D, D, 0)))
          .intoMemorySegment(values, 2 * at, BYTE_ORDER);
    }
    for (; i < length; i++) {
      double left = (double) a.get(FLOAT, 4L * i) + b.get(FLOAT, 4L * i);
      double right = (double) c.get(FLOAT, 4L * i) + d.get(FLOAT, 4L * i);
      values.set(DOUBLE, 8L * i, left + right);
    }
  }

  /**
   * {@code to[i] = (float) this[i]} for all values.
   *
   * @param to native, of at least as many floats
   */
  public void toFloats(MemorySegment to) {
    requireFloats(to, length);
    for (int i = 0; i < length; i++) {
      to.set(FLOAT, 4L * i, (float) values.get(DOUBLE, 8L * i));
    }
  }

  /** {@code this[i] = this[i] + right[i]}. */
  void addRight(PartialSum right) {
    MemorySegment a = values;
    MemorySegment b = right.values;
    int i = 0;
    for (; i + DOUBLE_COUNT <= length; i += DOUBLE_COUNT) {
      DoubleVector.fromMemorySegment(D, a, 8L * i, BYTE_ORDER)
          .add(DoubleVector.fromMemorySegment(D, b, 8L * i, BYTE_ORDER))
          .intoMemorySegment(a, 8L * i, BYTE_ORDER);
    }
    for (; i < length; i++) {
      a.set(DOUBLE, 8L * i, a.get(DOUBLE, 8L * i) + b.get(DOUBLE, 8L * i));
    }
  }
}
