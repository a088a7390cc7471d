package rivulet.tensor.kernel.convolution;

import static rivulet.tensor.kernel.convolution.WinogradFourTransform.POWERS;
import static rivulet.tensor.kernel.gemm.Tiles.BYTES;
import static rivulet.tensor.kernel.gemm.Tiles.ORDER;
import static rivulet.tensor.kernel.gemm.Tiles.SPECIES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/**
 * The transforms of the transpose of F(4×4, 3×3), at the points of {@link WinogradFourTransform}:
 * cotangents {@code A g Aᵀ} and kernels {@code Gᵀ m G}, each a step down the columns and one along
 * the rows.
 */
final class CotangentFourTransform {
  private static final double A = WinogradFourTransform.A;
  private static final double B = WinogradFourTransform.B;
  private static final double A2 = A * A;
  private static final double B2 = B * B;

  private CotangentFourTransform() {}

  /**
   * {@code A} down the columns of four rows: floats at {@code from + r·row} give six at {@code to +
   * r·toRow}.
   *
   * @param bytes of one row, a multiple of 64
   */
  static void columns(
      MemorySegment s, long from, long row, MemorySegment v, long to, long toRow, long bytes) {
    expand(s, from, row, bytes, 1, 0, v, to, toRow, 0);
  }

  /**
   * {@code A} along the six rows of a tile: the four pixels from {@code from + k·row} on give six
   * at {@code to + (6·k + r)·plane}.
   */
  static void rows(MemorySegment v, long from, long row, long pixel, long to, long plane) {
    expand(v, from, pixel, pixel, 6, row - pixel, v, to, plane, 6 * plane - pixel);
  }

  /** Runs as those of the input transform; see {@link WinogradFourTransform}. */
  private static void expand(
      MemorySegment s,
      long from,
      long tap,
      long bytes,
      int runs,
      long skip,
      MemorySegment v,
      long to,
      long toTap,
      long toSkip) {
    final FloatVector a = FloatVector.broadcast(SPECIES, POWERS[0]);
    final FloatVector b = FloatVector.broadcast(SPECIES, POWERS[1]);
    final FloatVector a2 = FloatVector.broadcast(SPECIES, POWERS[2]);
    final FloatVector b2 = FloatVector.broadcast(SPECIES, POWERS[3]);
    long x = from;
    long y = to;
    long end = from + bytes;
    for (int left = (int) (runs * (bytes / BYTES)); left > 0; left--) {
      final FloatVector g0 = FloatVector.fromMemorySegment(SPECIES, s, x, ORDER);
      final FloatVector g1 = FloatVector.fromMemorySegment(SPECIES, s, x + tap, ORDER);
      final FloatVector g2 = FloatVector.fromMemorySegment(SPECIES, s, x + 2 * tap, ORDER);
      final FloatVector g3 = FloatVector.fromMemorySegment(SPECIES, s, x + 3 * tap, ORDER);
      g0.intoMemorySegment(v, y, ORDER);
      final FloatVector evenA = g2.fma(a2, g0);
      final FloatVector oddA = g3.fma(a2, g1).mul(a);
      evenA.add(oddA).intoMemorySegment(v, y + toTap, ORDER);
      evenA.sub(oddA).intoMemorySegment(v, y + 2 * toTap, ORDER);
      final FloatVector evenB = g2.fma(b2, g0);
      final FloatVector oddB = g3.fma(b2, g1).mul(b);
      evenB.add(oddB).intoMemorySegment(v, y + 3 * toTap, ORDER);
      evenB.sub(oddB).intoMemorySegment(v, y + 4 * toTap, ORDER);
      g3.intoMemorySegment(v, y + 5 * toTap, ORDER);
      x += BYTES;
      y += BYTES;
      if (x == end) {
        x += skip;
        y += toSkip;
        end = x + bytes;
      }
    }
  }

  /**
   * One step of {@code Gᵀ m G}: six floats at {@code from + r·tap} give three at {@code to +
   * r·toTap}, which may lie in their place.
   *
   * @param bytes of a run of floats, a multiple of 64
   */
  static void kernel(MemorySegment s, long from, long tap, long to, long toTap, long bytes) {
    final double byA = 2 * A2 * (A2 - B2);
    final double byB = 2 * B2 * (B2 - A2);
    final FloatVector first = FloatVector.broadcast(SPECIES, (float) (1 / (A2 * B2)));
    final FloatVector a0 = FloatVector.broadcast(SPECIES, (float) (1 / byA));
    final FloatVector a1 = FloatVector.broadcast(SPECIES, (float) (A / byA));
    final FloatVector a2 = FloatVector.broadcast(SPECIES, (float) (A2 / byA));
    final FloatVector b0 = FloatVector.broadcast(SPECIES, (float) (1 / byB));
    final FloatVector b1 = FloatVector.broadcast(SPECIES, (float) (B / byB));
    final FloatVector b2 = FloatVector.broadcast(SPECIES, (float) (B2 / byB));
    for (long i = 0; i < bytes; i += BYTES) {
      long x = from + i;
      long y = to + i;
      final FloatVector m0 = FloatVector.fromMemorySegment(SPECIES, s, x, ORDER);
      final FloatVector m1 = FloatVector.fromMemorySegment(SPECIES, s, x + tap, ORDER);
      final FloatVector m2 = FloatVector.fromMemorySegment(SPECIES, s, x + 2 * tap, ORDER);
      final FloatVector m3 = FloatVector.fromMemorySegment(SPECIES, s, x + 3 * tap, ORDER);
      final FloatVector m4 = FloatVector.fromMemorySegment(SPECIES, s, x + 4 * tap, ORDER);
      final FloatVector m5 = FloatVector.fromMemorySegment(SPECIES, s, x + 5 * tap, ORDER);
      final FloatVector evenA = m1.add(m2);
      final FloatVector oddA = m1.sub(m2);
      final FloatVector evenB = m3.add(m4);
      final FloatVector oddB = m3.sub(m4);
      m0.fma(first, evenA.fma(a0, evenB.mul(b0))).intoMemorySegment(s, y, ORDER);
      oddA.fma(a1, oddB.mul(b1)).intoMemorySegment(s, y + toTap, ORDER);
      evenA.fma(a2, evenB.fma(b2, m5)).intoMemorySegment(s, y + 2 * toTap, ORDER);
    }
  }
}
