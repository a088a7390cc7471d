package rivulet.tensor.kernel.convolution;

import static rivulet.tensor.kernel.gemm.Tiles.BYTES;
import static rivulet.tensor.kernel.gemm.Tiles.ORDER;
import static rivulet.tensor.kernel.gemm.Tiles.SPECIES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import rivulet.tensor.Layout;
import rivulet.tensor.kernel.Lanes;

/**
 * The three transforms of F(2×2, 3×3): input {@code Bᵀ d B}, kernel {@code G g Gᵀ}, output {@code
 * Aᵀ m A}. Rows first, then columns, at most sixteen live vectors, so that C2 keeps them in
 * registers; written out, as {@link Lanes} explains. One loop over the vectors of a row of tiles,
 * as in {@link WinogradFourTransform}. Benchmark: ConvolutionBenchmark.
 */
final class WinogradTransform {
  private WinogradTransform() {}

  /** Packing of kernels, points 1 and −1. */
  static WinogradKernel kernel(int inputs, int outputs) {
    double[] points = {1, -1};
    double[] norms = {2, 2};
    return new WinogradKernel(inputs, outputs, 1, points, norms);
  }

  /**
   * Transforms one row of tiles. {@code from} is the bordered pixel above and left of the first
   * output; position k of tile j goes to {@code to + k·plane + j·pixel}.
   */
  static void input(
      MemorySegment s, long from, Layout layout, MemorySegment v, long to, long plane, int tiles) {
    long pixel = layout.pixelBytes();
    long row = layout.rowBytes();
    long x = from;
    long y = to;
    long end = from + pixel;
    for (int left = (int) (tiles * (pixel / BYTES)); left > 0; left--) {
      inputTile(s, x, row, pixel, v, y, plane);
      x += BYTES;
      y += BYTES;
      if (x == end) {
        x += pixel;
        end += 2 * pixel;
      }
    }
  }

  private static void inputTile(
      MemorySegment s, long at, long row, long pixel, MemorySegment v, long to, long plane) {
    FloatVector a;
    FloatVector b;
    FloatVector c;
    FloatVector d;
    a = FloatVector.fromMemorySegment(SPECIES, s, at, ORDER);
    b = FloatVector.fromMemorySegment(SPECIES, s, at + row, ORDER);
    c = FloatVector.fromMemorySegment(SPECIES, s, at + 2 * row, ORDER);
    d = FloatVector.fromMemorySegment(SPECIES, s, at + 3 * row, ORDER);
    final FloatVector p0 = a.sub(c);
    final FloatVector p1 = b.add(c);
    final FloatVector p2 = c.sub(b);
    final FloatVector p3 = b.sub(d);
    long x = at + pixel;
    a = FloatVector.fromMemorySegment(SPECIES, s, x, ORDER);
    b = FloatVector.fromMemorySegment(SPECIES, s, x + row, ORDER);
    c = FloatVector.fromMemorySegment(SPECIES, s, x + 2 * row, ORDER);
    d = FloatVector.fromMemorySegment(SPECIES, s, x + 3 * row, ORDER);
    final FloatVector q0 = a.sub(c);
    final FloatVector q1 = b.add(c);
    final FloatVector q2 = c.sub(b);
    final FloatVector q3 = b.sub(d);
    x += pixel;
    a = FloatVector.fromMemorySegment(SPECIES, s, x, ORDER);
    b = FloatVector.fromMemorySegment(SPECIES, s, x + row, ORDER);
    c = FloatVector.fromMemorySegment(SPECIES, s, x + 2 * row, ORDER);
    d = FloatVector.fromMemorySegment(SPECIES, s, x + 3 * row, ORDER);
    final FloatVector r0 = a.sub(c);
    final FloatVector r1 = b.add(c);
    final FloatVector r2 = c.sub(b);
    final FloatVector r3 = b.sub(d);
    x += pixel;
    a = FloatVector.fromMemorySegment(SPECIES, s, x, ORDER);
    b = FloatVector.fromMemorySegment(SPECIES, s, x + row, ORDER);
    c = FloatVector.fromMemorySegment(SPECIES, s, x + 2 * row, ORDER);
    d = FloatVector.fromMemorySegment(SPECIES, s, x + 3 * row, ORDER);
    final FloatVector t0 = a.sub(c);
    final FloatVector t1 = b.add(c);
    final FloatVector t2 = c.sub(b);
    final FloatVector t3 = b.sub(d);
    x = to;
    p0.sub(r0).intoMemorySegment(v, x, ORDER);
    q0.add(r0).intoMemorySegment(v, x + plane, ORDER);
    r0.sub(q0).intoMemorySegment(v, x + 2 * plane, ORDER);
    q0.sub(t0).intoMemorySegment(v, x + 3 * plane, ORDER);
    x = to + 4 * plane;
    p1.sub(r1).intoMemorySegment(v, x, ORDER);
    q1.add(r1).intoMemorySegment(v, x + plane, ORDER);
    r1.sub(q1).intoMemorySegment(v, x + 2 * plane, ORDER);
    q1.sub(t1).intoMemorySegment(v, x + 3 * plane, ORDER);
    x = to + 8 * plane;
    p2.sub(r2).intoMemorySegment(v, x, ORDER);
    q2.add(r2).intoMemorySegment(v, x + plane, ORDER);
    r2.sub(q2).intoMemorySegment(v, x + 2 * plane, ORDER);
    q2.sub(t2).intoMemorySegment(v, x + 3 * plane, ORDER);
    x = to + 12 * plane;
    p3.sub(r3).intoMemorySegment(v, x, ORDER);
    q3.add(r3).intoMemorySegment(v, x + plane, ORDER);
    r3.sub(q3).intoMemorySegment(v, x + 2 * plane, ORDER);
    q3.sub(t3).intoMemorySegment(v, x + 3 * plane, ORDER);
  }

  /**
   * Transforms one row of tiles back and stores its two rows of outputs, of which the second is
   * left out if {@code single}; a last odd column is left out by the layout's width.
   */
  static void output(
      MemorySegment m,
      long from,
      long plane,
      Layout layout,
      MemorySegment y,
      long to,
      int tiles,
      boolean single) {
    long pixel = layout.pixelBytes();
    long row = single ? 0 : layout.rowBytes();
    int width = layout.shape().width();
    long right = pixel;
    int vectors = (int) (pixel / BYTES);
    long x = from;
    long at = to;
    long end = from + pixel;
    for (int left = tiles * vectors; left > 0; left--) {
      if (left == vectors && (width & 1) == 1) {
        right = 0;
      }
      outputTile(m, x, plane, y, at, row, right);
      x += BYTES;
      at += BYTES;
      if (x == end) {
        at += pixel;
        end += pixel;
      }
    }
  }

  /**
   * Stores in an order in which a row or column of step 0 is overwritten by the one that counts.
   */
  private static void outputTile(
      MemorySegment m, long at, long plane, MemorySegment y, long to, long row, long right) {
    FloatVector a = FloatVector.fromMemorySegment(SPECIES, m, at, ORDER);
    FloatVector b = FloatVector.fromMemorySegment(SPECIES, m, at + 4 * plane, ORDER);
    FloatVector c = FloatVector.fromMemorySegment(SPECIES, m, at + 8 * plane, ORDER);
    FloatVector d = FloatVector.fromMemorySegment(SPECIES, m, at + 12 * plane, ORDER);
    final FloatVector p0 = a.add(b).add(c);
    final FloatVector p1 = b.sub(c).sub(d);
    long x = at + plane;
    a = FloatVector.fromMemorySegment(SPECIES, m, x, ORDER);
    b = FloatVector.fromMemorySegment(SPECIES, m, x + 4 * plane, ORDER);
    c = FloatVector.fromMemorySegment(SPECIES, m, x + 8 * plane, ORDER);
    d = FloatVector.fromMemorySegment(SPECIES, m, x + 12 * plane, ORDER);
    final FloatVector q0 = a.add(b).add(c);
    final FloatVector q1 = b.sub(c).sub(d);
    x += plane;
    a = FloatVector.fromMemorySegment(SPECIES, m, x, ORDER);
    b = FloatVector.fromMemorySegment(SPECIES, m, x + 4 * plane, ORDER);
    c = FloatVector.fromMemorySegment(SPECIES, m, x + 8 * plane, ORDER);
    d = FloatVector.fromMemorySegment(SPECIES, m, x + 12 * plane, ORDER);
    final FloatVector r0 = a.add(b).add(c);
    final FloatVector r1 = b.sub(c).sub(d);
    x += plane;
    a = FloatVector.fromMemorySegment(SPECIES, m, x, ORDER);
    b = FloatVector.fromMemorySegment(SPECIES, m, x + 4 * plane, ORDER);
    c = FloatVector.fromMemorySegment(SPECIES, m, x + 8 * plane, ORDER);
    d = FloatVector.fromMemorySegment(SPECIES, m, x + 12 * plane, ORDER);
    final FloatVector t0 = a.add(b).add(c);
    final FloatVector t1 = b.sub(c).sub(d);
    q1.sub(r1).sub(t1).intoMemorySegment(y, to + row + right, ORDER);
    p1.add(q1).add(r1).intoMemorySegment(y, to + row, ORDER);
    q0.sub(r0).sub(t0).intoMemorySegment(y, to + right, ORDER);
    p0.add(q0).add(r0).intoMemorySegment(y, to, ORDER);
  }
}
