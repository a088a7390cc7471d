package rivulet.tensor.kernel.convolution;

import static rivulet.tensor.kernel.gemm.Tiles.BYTES;
import static rivulet.tensor.kernel.gemm.Tiles.ORDER;
import static rivulet.tensor.kernel.gemm.Tiles.SPECIES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import rivulet.tensor.Layout;

/**
 * The transforms of the transpose of F(2×2, 3×3): cotangents {@code A g Aᵀ} and kernels {@code Gᵀ m
 * G}. The rows of A are (1, 0), (1, 1), (1, −1), (0, −1); the vectors take the last as (0, 1), and
 * {@link #kernel} sets the signs right. At most ten live vectors.
 */
final class CotangentTransform {
  private CotangentTransform() {}

  /**
   * Transforms one row of tiles of 2×2 cotangents. {@code from} is the first pixel of the upper
   * row; position k of tile j goes to {@code to + k·plane + j·pixel}.
   */
  static void row(
      MemorySegment s, long from, Layout layout, MemorySegment v, long to, long plane, int tiles) {
    long pixel = layout.pixelBytes();
    long below = layout.rowBytes();
    long x = from;
    long y = to;
    long end = from + pixel;
    for (int left = (int) (tiles * (pixel / BYTES)); left > 0; left--) {
      tile(s, x, pixel, below, v, y, plane);
      x += BYTES;
      y += BYTES;
      if (x == end) {
        x += pixel;
        end += 2 * pixel;
      }
    }
  }

  private static void tile(
      MemorySegment s, long at, long right, long below, MemorySegment v, long to, long plane) {
    FloatVector p0 = FloatVector.fromMemorySegment(SPECIES, s, at, ORDER);
    FloatVector q0 = FloatVector.fromMemorySegment(SPECIES, s, at + right, ORDER);
    long under = at + below;
    FloatVector p3 = FloatVector.fromMemorySegment(SPECIES, s, under, ORDER);
    FloatVector q3 = FloatVector.fromMemorySegment(SPECIES, s, under + right, ORDER);
    FloatVector p1 = p0.add(p3);
    FloatVector q1 = q0.add(q3);
    FloatVector p2 = p0.sub(p3);
    FloatVector q2 = q0.sub(q3);
    p0.intoMemorySegment(v, to, ORDER);
    p0.add(q0).intoMemorySegment(v, to + plane, ORDER);
    p0.sub(q0).intoMemorySegment(v, to + 2 * plane, ORDER);
    q0.intoMemorySegment(v, to + 3 * plane, ORDER);
    long x = to + 4 * plane;
    p1.intoMemorySegment(v, x, ORDER);
    p1.add(q1).intoMemorySegment(v, x + plane, ORDER);
    p1.sub(q1).intoMemorySegment(v, x + 2 * plane, ORDER);
    q1.intoMemorySegment(v, x + 3 * plane, ORDER);
    x = to + 8 * plane;
    p2.intoMemorySegment(v, x, ORDER);
    p2.add(q2).intoMemorySegment(v, x + plane, ORDER);
    p2.sub(q2).intoMemorySegment(v, x + 2 * plane, ORDER);
    q2.intoMemorySegment(v, x + 3 * plane, ORDER);
    x = to + 12 * plane;
    p3.intoMemorySegment(v, x, ORDER);
    p3.add(q3).intoMemorySegment(v, x + plane, ORDER);
    p3.sub(q3).intoMemorySegment(v, x + 2 * plane, ORDER);
    q3.intoMemorySegment(v, x + 3 * plane, ORDER);
  }

  /**
   * One step of {@code Gᵀ m G}: four floats at {@code from + r·tap} give three at {@code to +
   * r·toTap}, which may lie in their place. The last of the four is negated here since the vectors
   * leave that out.
   *
   * @param bytes of a run of floats, a multiple of 64
   */
  static void kernel(MemorySegment s, long from, long tap, long to, long toTap, long bytes) {
    final FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    for (long i = 0; i < bytes; i += BYTES) {
      long x = from + i;
      long y = to + i;
      final FloatVector m0 = FloatVector.fromMemorySegment(SPECIES, s, x, ORDER);
      final FloatVector m1 = FloatVector.fromMemorySegment(SPECIES, s, x + tap, ORDER);
      final FloatVector m2 = FloatVector.fromMemorySegment(SPECIES, s, x + 2 * tap, ORDER);
      final FloatVector m3 = FloatVector.fromMemorySegment(SPECIES, s, x + 3 * tap, ORDER);
      final FloatVector even = m1.add(m2);
      even.fma(half, m0).intoMemorySegment(s, y, ORDER);
      m1.sub(m2).mul(half).intoMemorySegment(s, y + toTap, ORDER);
      even.mul(half).sub(m3).intoMemorySegment(s, y + 2 * toTap, ORDER);
    }
  }
}
