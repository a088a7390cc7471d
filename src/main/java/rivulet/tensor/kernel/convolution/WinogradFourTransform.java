package rivulet.tensor.kernel.convolution;

import static rivulet.tensor.kernel.gemm.Tiles.BYTES;
import static rivulet.tensor.kernel.gemm.Tiles.ORDER;
import static rivulet.tensor.kernel.gemm.Tiles.SPECIES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/**
 * The one-dimensional steps of F(4×4, 3×3) for the points 0, ±a, ±b, ∞: input {@code Bᵀ d}, kernel
 * {@code G g}, output {@code Aᵀ m}. A two-dimensional transform is one step down the columns into
 * scratch memory and one along the rows out of it, so that no more than 16 vectors live at a time
 * beside the constants: a transform in one piece, with 36, was at times boxed (14 GFLOP/s of 314).
 *
 * <p>Every method is one loop over all vectors of its rows, whose offsets jump at the end of a
 * pixel. A loop for each pixel, four vectors at 64 channels, takes twice the time: before each one
 * C2 works out for a dozen accesses in which passes they need no check.
 *
 * <p>With a = 5/8 and b = 3/2 all entries of A and B are exact in float32, and the root mean square
 * error at 64 channels is 5.9e-6 where the direct sum has 3.2e-6, F(2×2) 2.0e-6, the usual points a
 * = 1, b = 2 have 1.3e-5, as have 1/2 and 1; of eleven other pairs none had less on average.
 */
final class WinogradFourTransform {
  static final double A = 0.625;
  static final double B = 1.5;
  private static final double A2 = A * A;
  private static final double B2 = B * B;

  /**
   * Factors of the transforms, read from memory: a constant that C2 knows it broadcasts anew at
   * every use, ten loads in a pass of {@link #input} that has six of its own, which cost 8 to 11 %
   * of its time.
   */
  private static final float[] INPUT = {
    (float) -A2, (float) -B2, (float) -(A2 + B2), (float) (A2 * B2), (float) A, (float) B
  };

  /** a and b, their squares and their cubes: factors of outputs and of cotangents. */
  static final float[] POWERS = {
    (float) A, (float) B, (float) A2, (float) B2, (float) (A2 * A), (float) (B2 * B)
  };

  private WinogradFourTransform() {}

  /** Packing of kernels: the polynomial at each point over its norm. */
  static WinogradKernel kernel(int inputs, int outputs) {
    double byA = 2 * A2 * (A2 - B2);
    double byB = 2 * B2 * (B2 - A2);
    double[] points = {A, -A, B, -B};
    double[] norms = {byA, byA, byB, byB};
    return new WinogradKernel(inputs, outputs, A2 * B2, points, norms);
  }

  /**
   * {@code Bᵀ} down the columns of six rows: floats at {@code from + r·row} give those at {@code to
   * + r·toRow}.
   *
   * @param bytes of one row, a multiple of 64
   */
  static void inputColumns(
      MemorySegment s, long from, long row, MemorySegment v, long to, long toRow, long bytes) {
    input(s, from, row, bytes, 1, 0, v, to, toRow, 0);
  }

  /**
   * {@code Bᵀ} along the six rows of a tile: the six pixels from {@code from + k·row} on give those
   * at {@code to + (6·k + r)·plane}.
   */
  static void inputRows(MemorySegment v, long from, long row, long pixel, long to, long plane) {
    input(v, from, pixel, pixel, 6, row - pixel, v, to, plane, 6 * plane - pixel);
  }

  /**
   * Runs of {@code bytes} bytes: floats at {@code x + r·tap} give those at {@code y + r·toTap}, for
   * six r. From one run to the next x and y move on by {@code skip} and {@code toSkip} bytes beyond
   * its end.
   */
  private static void input(
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
    final FloatVector lessA2 = FloatVector.broadcast(SPECIES, INPUT[0]);
    final FloatVector lessB2 = FloatVector.broadcast(SPECIES, INPUT[1]);
    final FloatVector lessBoth = FloatVector.broadcast(SPECIES, INPUT[2]);
    final FloatVector product = FloatVector.broadcast(SPECIES, INPUT[3]);
    final FloatVector a = FloatVector.broadcast(SPECIES, INPUT[4]);
    final FloatVector b = FloatVector.broadcast(SPECIES, INPUT[5]);
    long x = from;
    long y = to;
    long end = from + bytes;
    for (int left = (int) (runs * (bytes / BYTES)); left > 0; left--) {
      final FloatVector d0 = FloatVector.fromMemorySegment(SPECIES, s, x, ORDER);
      final FloatVector d1 = FloatVector.fromMemorySegment(SPECIES, s, x + tap, ORDER);
      final FloatVector d2 = FloatVector.fromMemorySegment(SPECIES, s, x + 2 * tap, ORDER);
      final FloatVector d3 = FloatVector.fromMemorySegment(SPECIES, s, x + 3 * tap, ORDER);
      final FloatVector d4 = FloatVector.fromMemorySegment(SPECIES, s, x + 4 * tap, ORDER);
      final FloatVector d5 = FloatVector.fromMemorySegment(SPECIES, s, x + 5 * tap, ORDER);
      d0.fma(product, d2.fma(lessBoth, d4)).intoMemorySegment(v, y, ORDER);
      d1.fma(product, d3.fma(lessBoth, d5)).intoMemorySegment(v, y + 5 * toTap, ORDER);
      final FloatVector evenA = d2.fma(lessB2, d4);
      final FloatVector oddA = d1.fma(lessB2, d3).mul(a);
      evenA.add(oddA).intoMemorySegment(v, y + toTap, ORDER);
      evenA.sub(oddA).intoMemorySegment(v, y + 2 * toTap, ORDER);
      final FloatVector evenB = d2.fma(lessA2, d4);
      final FloatVector oddB = d1.fma(lessA2, d3).mul(b);
      evenB.add(oddB).intoMemorySegment(v, y + 3 * toTap, ORDER);
      evenB.sub(oddB).intoMemorySegment(v, y + 4 * toTap, ORDER);
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
   * {@code Aᵀ} down the six columns of a tile: the pixels at {@code from + (6·r + k)·plane} give
   * those at {@code to + (6·r + k)·pixel}, of which there are four rows r.
   */
  static void outputColumns(MemorySegment m, long from, long plane, long to, long pixel) {
    long row = 6 * pixel;
    output(m, from, 6 * plane, pixel, 6, plane - pixel, m, to, row, 2 * row, 3 * row, 0);
  }

  /**
   * {@code Aᵀ} along the first {@code rows} rows of a tile: the six pixels from {@code from +
   * 6·r·pixel} on give four outputs from {@code to + r·row} on, of which those beyond {@code width}
   * are left out: stored at the first one's place, before it.
   */
  static void outputRows(
      MemorySegment m,
      long from,
      MemorySegment y,
      long to,
      long row,
      int rows,
      long pixel,
      int width) {
    long second = width > 1 ? pixel : 0;
    long third = width > 2 ? 2 * pixel : 0;
    long fourth = width > 3 ? 3 * pixel : 0;
    output(m, from, pixel, pixel, rows, 5 * pixel, y, to, second, third, fourth, row - pixel);
  }

  /** As {@link #input}; the four outputs are at y and so many bytes after, stored last to first. */
  private static void output(
      MemorySegment m,
      long from,
      long tap,
      long bytes,
      int runs,
      long skip,
      MemorySegment y,
      long to,
      long second,
      long third,
      long fourth,
      long toSkip) {
    final FloatVector a = FloatVector.broadcast(SPECIES, POWERS[0]);
    final FloatVector b = FloatVector.broadcast(SPECIES, POWERS[1]);
    final FloatVector a2 = FloatVector.broadcast(SPECIES, POWERS[2]);
    final FloatVector b2 = FloatVector.broadcast(SPECIES, POWERS[3]);
    final FloatVector a3 = FloatVector.broadcast(SPECIES, POWERS[4]);
    final FloatVector b3 = FloatVector.broadcast(SPECIES, POWERS[5]);
    long x = from;
    long at = to;
    long end = from + bytes;
    for (int left = (int) (runs * (bytes / BYTES)); left > 0; left--) {
      final FloatVector m0 = FloatVector.fromMemorySegment(SPECIES, m, x, ORDER);
      final FloatVector m1 = FloatVector.fromMemorySegment(SPECIES, m, x + tap, ORDER);
      final FloatVector m2 = FloatVector.fromMemorySegment(SPECIES, m, x + 2 * tap, ORDER);
      final FloatVector m3 = FloatVector.fromMemorySegment(SPECIES, m, x + 3 * tap, ORDER);
      final FloatVector m4 = FloatVector.fromMemorySegment(SPECIES, m, x + 4 * tap, ORDER);
      final FloatVector m5 = FloatVector.fromMemorySegment(SPECIES, m, x + 5 * tap, ORDER);
      final FloatVector evenA = m1.add(m2);
      final FloatVector oddA = m1.sub(m2);
      final FloatVector evenB = m3.add(m4);
      final FloatVector oddB = m3.sub(m4);
      oddA.fma(a3, oddB.fma(b3, m5)).intoMemorySegment(y, at + fourth, ORDER);
      evenA.fma(a2, evenB.mul(b2)).intoMemorySegment(y, at + third, ORDER);
      oddA.fma(a, oddB.mul(b)).intoMemorySegment(y, at + second, ORDER);
      m0.add(evenA).add(evenB).intoMemorySegment(y, at, ORDER);
      x += BYTES;
      at += BYTES;
      if (x == end) {
        x += skip;
        at += toSkip;
        end = x + bytes;
      }
    }
  }
}
