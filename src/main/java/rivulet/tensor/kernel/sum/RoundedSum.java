package rivulet.tensor.kernel.sum;

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
 * The last additions of a {@link SummationTree} and the rounding of the sum to float32, block by
 * block: the float64 sum stays in the first-level cache, where whole vectors went through memory
 * four times. Mutable, part of one tree.
 */
final class RoundedSum {
  /** Values of a block, 8 KiB of float64. */
  private static final int BLOCK = 1024;

  private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE;
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final MemorySegment block;
  private final MemorySegment[] leaves = new MemorySegment[1 << FloatLeaves.LEVEL];
  private final MemorySegment[] roots = new MemorySegment[WaitingNodes.LEVELS];
  private int leafCount;
  private int rootCount;

  RoundedSum(Arena arena) {
    block = arena.allocate(8L * BLOCK, 64);
  }

  void clear() {
    leafCount = 0;
    rootCount = 0;
  }

  /** Adds a leaf of float32 values to the right of those before; all before the first root. */
  void addLeaf(MemorySegment floats) {
    leaves[leafCount++] = floats;
  }

  /** Adds a root to the left of all before. */
  void addRoot(PartialSum root) {
    roots[rootCount++] = root.values();
  }

  /** {@code to[i] = (float) (root + … (leaf + leaf) …)} for so many values. */
  void into(MemorySegment to, int length) {
    for (int first = 0; first < length; first += BLOCK) {
      int n = Math.min(BLOCK, length - first);
      for (int k = 0; k < leafCount; k++) {
        leaf(leaves[k], 4L * first, n, k > 0);
      }
      for (int k = 0; k < rootCount; k++) {
        root(roots[k], 8L * first, n, k > 0 || leafCount > 0);
      }
      round(to, 4L * first, n);
    }
  }

  private void leaf(MemorySegment floats, long at, int n, boolean add) {
    int i = 0;
    for (; i + DOUBLE_COUNT <= n; i += DOUBLE_COUNT) {
      var leaf =
          (DoubleVector)
              FloatVector.fromMemorySegment(HALF, floats, at + 4L * i, BYTE_ORDER)
                  .convertShape(F2D, D, 0);
      store(i, add ? before(i).add(leaf) : leaf);
    }
    for (; i < n; i++) {
      double leaf = floats.get(FLOAT, at + 4L * i);
      block.set(DOUBLE, 8L * i, add ? block.get(DOUBLE, 8L * i) + leaf : leaf);
    }
  }

  private void root(MemorySegment doubles, long at, int n, boolean add) {
    int i = 0;
    for (; i + DOUBLE_COUNT <= n; i += DOUBLE_COUNT) {
      var root = DoubleVector.fromMemorySegment(D, doubles, at + 8L * i, BYTE_ORDER);
      store(i, add ? root.add(before(i)) : root);
    }
    for (; i < n; i++) {
      double root = doubles.get(DOUBLE, at + 8L * i);
      block.set(DOUBLE, 8L * i, add ? root + block.get(DOUBLE, 8L * i) : root);
    }
  }

  private DoubleVector before(int i) {
    return DoubleVector.fromMemorySegment(D, block, 8L * i, BYTE_ORDER);
  }

  private void store(int i, DoubleVector sum) {
    sum.intoMemorySegment(block, 8L * i, BYTE_ORDER);
  }

  private void round(MemorySegment to, long at, int n) {
    for (int i = 0; i < n; i++) {
      to.set(FLOAT, at + 4L * i, (float) block.get(DOUBLE, 8L * i));
    }
  }
}
