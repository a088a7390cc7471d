package rivulet.tensor.kernel;

import static jdk.incubator.vector.VectorOperators.F2D;
import static rivulet.tensor.kernel.Lanes.BYTE_ORDER;
import static rivulet.tensor.kernel.Lanes.D;
import static rivulet.tensor.kernel.Lanes.DOUBLE_COUNT;
import static rivulet.tensor.kernel.Lanes.HALF;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * Sums and maxima of runs of floats, in float64, in an order that is part of the contract.
 *
 * <p>Sums: of the whole blocks of 16 elements, element j goes to virtual lane j mod 16; each lane
 * is summed in index order from +0; the lanes are merged in the tree of neighbours ((0+1)+(2+3))+…
 * ; the last n mod 16 elements are summed in index order in a lane of their own, which is added
 * last. A product of two floats is exact in float64, so fma and multiply-then-add are the same. A
 * machine with narrow vectors walks the blocks 2 or 4 times, each time for one subtree of the
 * lanes, with 2 accumulators live; the bits are the same. The passes are written out: a helper that
 * returns a vector boxes it whenever C2 finds the helper compiled already and does not inline it.
 *
 * <p>Operands are native segments with a byte offset and the count {@code n} ≥ 0; nothing is
 * modified; operands outside their segment throw {@link IllegalArgumentException}.
 */
public final class Reductions {
  /** Virtual lanes. */
  private static final int LANES = 16;

  private static final int BLOCK_BYTES = LANES * Float.BYTES;
  private static final int VECTOR_BYTES = DOUBLE_COUNT * Float.BYTES;
  private static final int PASS_BYTES = 2 * VECTOR_BYTES;

  /** Lanes exchanged with their neighbours, neighbours in pairs, and in fours. */
  private static final VectorShuffle<Double> SWAP_1 = VectorShuffle.fromOp(D, i -> i ^ 1);

  private static final VectorShuffle<Double> SWAP_2 =
      VectorShuffle.fromOp(D, i -> (i ^ 2) % DOUBLE_COUNT);
  private static final VectorShuffle<Double> SWAP_4 =
      VectorShuffle.fromOp(D, i -> (i ^ 4) % DOUBLE_COUNT);

  private static final int INFINITY_BITS = 0x7f800000;

  private Reductions() {}

  /** Σ aᵢbᵢ; a and b may be the same. */
  public static double dot(MemorySegment a, long ao, MemorySegment b, long bo, int n) {
    Operands.check("a", a, ao, n);
    Operands.check("b", b, bo, n);
    int blocks = n / LANES;
    double tree =
        switch (BLOCK_BYTES / PASS_BYTES) {
          case 1 -> dotPass(a, ao, b, bo, blocks);
          case 2 -> dotTwoPasses(a, ao, b, bo, blocks);
          default ->
              dotTwoPasses(a, ao, b, bo, blocks)
                  + dotTwoPasses(a, ao + 2 * PASS_BYTES, b, bo + 2 * PASS_BYTES, blocks);
        };
    double tail = 0;
    for (long i = (long) blocks * BLOCK_BYTES; i < (long) n * Float.BYTES; i += Float.BYTES) {
      tail += (double) Lanes.get(a, ao + i) * Lanes.get(b, bo + i);
    }
    return tree + tail;
  }

  private static double dotTwoPasses(
      MemorySegment a, long ao, MemorySegment b, long bo, int blocks) {
    return dotPass(a, ao, b, bo, blocks) + dotPass(a, ao + PASS_BYTES, b, bo + PASS_BYTES, blocks);
  }

  private static double dotPass(MemorySegment a, long ao, MemorySegment b, long bo, int blocks) {
    DoubleVector left = DoubleVector.zero(D);
    DoubleVector right = DoubleVector.zero(D);
    for (int i = 0; i < blocks; i++) {
      DoubleVector x =
          (DoubleVector)
              FloatVector.fromMemorySegment(HALF, a, ao, BYTE_ORDER).convertShape(F2D, D, 0);
      DoubleVector y =
          (DoubleVector)
              FloatVector.fromMemorySegment(HALF, b, bo, BYTE_ORDER).convertShape(F2D, D, 0);
      left = x.fma(y, left);
      x =
          (DoubleVector)
              FloatVector.fromMemorySegment(HALF, a, ao + VECTOR_BYTES, BYTE_ORDER)
                  .convertShape(F2D, D, 0);
      y =
          (DoubleVector)
              FloatVector.fromMemorySegment(HALF, b, bo + VECTOR_BYTES, BYTE_ORDER)
                  .convertShape(F2D, D, 0);
      right = x.fma(y, right);
      ao += BLOCK_BYTES;
      bo += BLOCK_BYTES;
    }
    left = left.add(left.rearrange(SWAP_1));
    right = right.add(right.rearrange(SWAP_1));
    if (DOUBLE_COUNT > 2) {
      left = left.add(left.rearrange(SWAP_2));
      right = right.add(right.rearrange(SWAP_2));
    }
    if (DOUBLE_COUNT > 4) {
      left = left.add(left.rearrange(SWAP_4));
      right = right.add(right.rearrange(SWAP_4));
    }
    return left.lane(0) + right.lane(0);
  }

  /** Σ aᵢ. */
  public static double sum(MemorySegment a, long ao, int n) {
    Operands.check("a", a, ao, n);
    int blocks = n / LANES;
    double tree =
        switch (BLOCK_BYTES / PASS_BYTES) {
          case 1 -> sumPass(a, ao, blocks);
          case 2 -> sumTwoPasses(a, ao, blocks);
          default -> sumTwoPasses(a, ao, blocks) + sumTwoPasses(a, ao + 2 * PASS_BYTES, blocks);
        };
    double tail = 0;
    for (long i = (long) blocks * BLOCK_BYTES; i < (long) n * Float.BYTES; i += Float.BYTES) {
      tail += Lanes.get(a, ao + i);
    }
    return tree + tail;
  }

  private static double sumTwoPasses(MemorySegment a, long ao, int blocks) {
    return sumPass(a, ao, blocks) + sumPass(a, ao + PASS_BYTES, blocks);
  }

  private static double sumPass(MemorySegment a, long ao, int blocks) {
    DoubleVector left = DoubleVector.zero(D);
    DoubleVector right = DoubleVector.zero(D);
    for (int i = 0; i < blocks; i++) {
      left =
          left.add(FloatVector.fromMemorySegment(HALF, a, ao, BYTE_ORDER).convertShape(F2D, D, 0));
      right =
          right.add(
              FloatVector.fromMemorySegment(HALF, a, ao + VECTOR_BYTES, BYTE_ORDER)
                  .convertShape(F2D, D, 0));
      ao += BLOCK_BYTES;
    }
    left = left.add(left.rearrange(SWAP_1));
    right = right.add(right.rearrange(SWAP_1));
    if (DOUBLE_COUNT > 2) {
      left = left.add(left.rearrange(SWAP_2));
      right = right.add(right.rearrange(SWAP_2));
    }
    if (DOUBLE_COUNT > 4) {
      left = left.add(left.rearrange(SWAP_4));
      right = right.add(right.rearrange(SWAP_4));
    }
    return left.lane(0) + right.lane(0);
  }

  /** Σ aᵢ². */
  public static double sumOfSquares(MemorySegment a, long ao, int n) {
    return dot(a, ao, a, ao, n);
  }

  /** Whether no element is infinite or NaN; true for n = 0. */
  public static boolean allFinite(MemorySegment a, long ao, int n) {
    Operands.check("a", a, ao, n);
    return largestBits(a, ao, n) < INFINITY_BITS;
  }

  /**
   * The largest of the bits of |aᵢ|. As integers they are ordered like the floats, with ∞ above the
   * finite ones and NaN above ∞, and a maximum of integers does not depend on the order.
   */
  private static int largestBits(MemorySegment a, long ao, int n) {
    IntVector largest = IntVector.zero(Lanes.I);
    int body = Lanes.F.loopBound(n);
    for (int i = 0; i < body; i += Lanes.COUNT) {
      largest =
          largest.max(
              IntVector.fromMemorySegment(Lanes.I, a, ao, BYTE_ORDER).and(Integer.MAX_VALUE));
      ao += Lanes.BYTES;
    }
    int result = largest.reduceLanes(VectorOperators.MAX);
    for (int i = body; i < n; i++) {
      int bits = Float.floatToRawIntBits(Lanes.get(a, ao)) & Integer.MAX_VALUE;
      result = Math.max(result, bits);
      ao += Float.BYTES;
    }
    return result;
  }
}
