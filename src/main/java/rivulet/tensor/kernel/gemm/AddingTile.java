package rivulet.tensor.kernel.gemm;

import static rivulet.tensor.kernel.gemm.Tiles.BYTES;
import static rivulet.tensor.kernel.gemm.Tiles.FLOAT;
import static rivulet.tensor.kernel.gemm.Tiles.ORDER;
import static rivulet.tensor.kernel.gemm.Tiles.SPECIES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/**
 * Tiles that add their sums to C themselves instead of handing them over in {@link Product#sums}.
 * Only for machines with 32 vector registers and a JVM without C1, which refuses them ("out of
 * virtual registers"), after which the method was seen to run at 1 GFLOP/s for good. Benchmark:
 * ConvolutionBenchmark.
 *
 * <p>{@link #rows4} is that of {@link QuadTile} with sixteen stores fewer: 105 instead of 101
 * GFLOP/s in products of 64 terms. The other two do without the loop over {@link Product#outer} and
 * take all rows in one call, for the reasons given at {@link RunTile}: kernel gradients by F(4×4)
 * are 3 to 6 % faster.
 */
public final class AddingTile {
  private AddingTile() {}

  public static void rows4(Product p, long aBase, long bBase, long cBase) {
    MemorySegment a = p.a;
    MemorySegment b = p.b;
    MemorySegment c = p.c;
    int outer = p.outer;
    int inner = p.inner;
    long aStep = p.aStep;
    long bStep = p.bStep;
    long a1 = p.aRow;
    long a2 = 2 * p.aRow;
    long a3 = 3 * p.aRow;
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c02 = FloatVector.zero(SPECIES);
    FloatVector c03 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c12 = FloatVector.zero(SPECIES);
    FloatVector c13 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c22 = FloatVector.zero(SPECIES);
    FloatVector c23 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c31 = FloatVector.zero(SPECIES);
    FloatVector c32 = FloatVector.zero(SPECIES);
    FloatVector c33 = FloatVector.zero(SPECIES);
    for (int o = 0; o < outer; o++) {
      long i = aBase + o * p.aOuter;
      long j = bBase + o * p.bOuter;
      for (int k = 0; k < inner; k++) {
        FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, j, ORDER);
        FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, j + BYTES, ORDER);
        FloatVector b2 = FloatVector.fromMemorySegment(SPECIES, b, j + 2 * BYTES, ORDER);
        FloatVector b3 = FloatVector.fromMemorySegment(SPECIES, b, j + 3 * BYTES, ORDER);
        FloatVector x0 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i));
        c00 = x0.fma(b0, c00);
        c01 = x0.fma(b1, c01);
        c02 = x0.fma(b2, c02);
        c03 = x0.fma(b3, c03);
        FloatVector x1 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a1));
        c10 = x1.fma(b0, c10);
        c11 = x1.fma(b1, c11);
        c12 = x1.fma(b2, c12);
        c13 = x1.fma(b3, c13);
        FloatVector x2 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a2));
        c20 = x2.fma(b0, c20);
        c21 = x2.fma(b1, c21);
        c22 = x2.fma(b2, c22);
        c23 = x2.fma(b3, c23);
        FloatVector x3 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a3));
        c30 = x3.fma(b0, c30);
        c31 = x3.fma(b1, c31);
        c32 = x3.fma(b2, c32);
        c33 = x3.fma(b3, c33);
        i += aStep;
        j += bStep;
      }
    }
    long d1 = cBase + p.cRow;
    long d2 = cBase + 2 * p.cRow;
    long d3 = cBase + 3 * p.cRow;
    c00.add(FloatVector.fromMemorySegment(SPECIES, c, cBase, ORDER))
        .intoMemorySegment(c, cBase, ORDER);
    c01.add(FloatVector.fromMemorySegment(SPECIES, c, cBase + BYTES, ORDER))
        .intoMemorySegment(c, cBase + BYTES, ORDER);
    c02.add(FloatVector.fromMemorySegment(SPECIES, c, cBase + 2 * BYTES, ORDER))
        .intoMemorySegment(c, cBase + 2 * BYTES, ORDER);
    c03.add(FloatVector.fromMemorySegment(SPECIES, c, cBase + 3 * BYTES, ORDER))
        .intoMemorySegment(c, cBase + 3 * BYTES, ORDER);
    c10.add(FloatVector.fromMemorySegment(SPECIES, c, d1, ORDER)).intoMemorySegment(c, d1, ORDER);
    c11.add(FloatVector.fromMemorySegment(SPECIES, c, d1 + BYTES, ORDER))
        .intoMemorySegment(c, d1 + BYTES, ORDER);
    c12.add(FloatVector.fromMemorySegment(SPECIES, c, d1 + 2 * BYTES, ORDER))
        .intoMemorySegment(c, d1 + 2 * BYTES, ORDER);
    c13.add(FloatVector.fromMemorySegment(SPECIES, c, d1 + 3 * BYTES, ORDER))
        .intoMemorySegment(c, d1 + 3 * BYTES, ORDER);
    c20.add(FloatVector.fromMemorySegment(SPECIES, c, d2, ORDER)).intoMemorySegment(c, d2, ORDER);
    c21.add(FloatVector.fromMemorySegment(SPECIES, c, d2 + BYTES, ORDER))
        .intoMemorySegment(c, d2 + BYTES, ORDER);
    c22.add(FloatVector.fromMemorySegment(SPECIES, c, d2 + 2 * BYTES, ORDER))
        .intoMemorySegment(c, d2 + 2 * BYTES, ORDER);
    c23.add(FloatVector.fromMemorySegment(SPECIES, c, d2 + 3 * BYTES, ORDER))
        .intoMemorySegment(c, d2 + 3 * BYTES, ORDER);
    c30.add(FloatVector.fromMemorySegment(SPECIES, c, d3, ORDER)).intoMemorySegment(c, d3, ORDER);
    c31.add(FloatVector.fromMemorySegment(SPECIES, c, d3 + BYTES, ORDER))
        .intoMemorySegment(c, d3 + BYTES, ORDER);
    c32.add(FloatVector.fromMemorySegment(SPECIES, c, d3 + 2 * BYTES, ORDER))
        .intoMemorySegment(c, d3 + 2 * BYTES, ORDER);
    c33.add(FloatVector.fromMemorySegment(SPECIES, c, d3 + 3 * BYTES, ORDER))
        .intoMemorySegment(c, d3 + 3 * BYTES, ORDER);
  }

  /** All rows that fill tiles of four, of products of one run of terms; returns how many. */
  public static int quads(Product p, long aBase, long bBase, long cBase, int rows) {
    MemorySegment a = p.a;
    MemorySegment b = p.b;
    MemorySegment c = p.c;
    int terms = p.inner;
    long aStep = p.aStep;
    long aRow = p.aRow;
    long bStep = p.bStep;
    long cRow = p.cRow;
    long a2 = 2 * aRow;
    long a3 = 3 * aRow;
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
      long i = aBase + row * aRow;
      long j = bBase;
      long at = cBase + row * cRow;
      FloatVector c00 = FloatVector.zero(SPECIES);
      FloatVector c01 = FloatVector.zero(SPECIES);
      FloatVector c02 = FloatVector.zero(SPECIES);
      FloatVector c03 = FloatVector.zero(SPECIES);
      FloatVector c10 = FloatVector.zero(SPECIES);
      FloatVector c11 = FloatVector.zero(SPECIES);
      FloatVector c12 = FloatVector.zero(SPECIES);
      FloatVector c13 = FloatVector.zero(SPECIES);
      FloatVector c20 = FloatVector.zero(SPECIES);
      FloatVector c21 = FloatVector.zero(SPECIES);
      FloatVector c22 = FloatVector.zero(SPECIES);
      FloatVector c23 = FloatVector.zero(SPECIES);
      FloatVector c30 = FloatVector.zero(SPECIES);
      FloatVector c31 = FloatVector.zero(SPECIES);
      FloatVector c32 = FloatVector.zero(SPECIES);
      FloatVector c33 = FloatVector.zero(SPECIES);
      for (int k = 0; k < terms; k++) {
        FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, j, ORDER);
        FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, j + BYTES, ORDER);
        FloatVector b2 = FloatVector.fromMemorySegment(SPECIES, b, j + 2 * BYTES, ORDER);
        FloatVector b3 = FloatVector.fromMemorySegment(SPECIES, b, j + 3 * BYTES, ORDER);
        FloatVector x0 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i));
        c00 = x0.fma(b0, c00);
        c01 = x0.fma(b1, c01);
        c02 = x0.fma(b2, c02);
        c03 = x0.fma(b3, c03);
        FloatVector x1 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + aRow));
        c10 = x1.fma(b0, c10);
        c11 = x1.fma(b1, c11);
        c12 = x1.fma(b2, c12);
        c13 = x1.fma(b3, c13);
        FloatVector x2 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a2));
        c20 = x2.fma(b0, c20);
        c21 = x2.fma(b1, c21);
        c22 = x2.fma(b2, c22);
        c23 = x2.fma(b3, c23);
        FloatVector x3 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a3));
        c30 = x3.fma(b0, c30);
        c31 = x3.fma(b1, c31);
        c32 = x3.fma(b2, c32);
        c33 = x3.fma(b3, c33);
        i += aStep;
        j += bStep;
      }
      c00.add(FloatVector.fromMemorySegment(SPECIES, c, at, ORDER)).intoMemorySegment(c, at, ORDER);
      c01.add(FloatVector.fromMemorySegment(SPECIES, c, at + BYTES, ORDER))
          .intoMemorySegment(c, at + BYTES, ORDER);
      c02.add(FloatVector.fromMemorySegment(SPECIES, c, at + 2 * BYTES, ORDER))
          .intoMemorySegment(c, at + 2 * BYTES, ORDER);
      c03.add(FloatVector.fromMemorySegment(SPECIES, c, at + 3 * BYTES, ORDER))
          .intoMemorySegment(c, at + 3 * BYTES, ORDER);
      at += cRow;
      c10.add(FloatVector.fromMemorySegment(SPECIES, c, at, ORDER)).intoMemorySegment(c, at, ORDER);
      c11.add(FloatVector.fromMemorySegment(SPECIES, c, at + BYTES, ORDER))
          .intoMemorySegment(c, at + BYTES, ORDER);
      c12.add(FloatVector.fromMemorySegment(SPECIES, c, at + 2 * BYTES, ORDER))
          .intoMemorySegment(c, at + 2 * BYTES, ORDER);
      c13.add(FloatVector.fromMemorySegment(SPECIES, c, at + 3 * BYTES, ORDER))
          .intoMemorySegment(c, at + 3 * BYTES, ORDER);
      at += cRow;
      c20.add(FloatVector.fromMemorySegment(SPECIES, c, at, ORDER)).intoMemorySegment(c, at, ORDER);
      c21.add(FloatVector.fromMemorySegment(SPECIES, c, at + BYTES, ORDER))
          .intoMemorySegment(c, at + BYTES, ORDER);
      c22.add(FloatVector.fromMemorySegment(SPECIES, c, at + 2 * BYTES, ORDER))
          .intoMemorySegment(c, at + 2 * BYTES, ORDER);
      c23.add(FloatVector.fromMemorySegment(SPECIES, c, at + 3 * BYTES, ORDER))
          .intoMemorySegment(c, at + 3 * BYTES, ORDER);
      at += cRow;
      c30.add(FloatVector.fromMemorySegment(SPECIES, c, at, ORDER)).intoMemorySegment(c, at, ORDER);
      c31.add(FloatVector.fromMemorySegment(SPECIES, c, at + BYTES, ORDER))
          .intoMemorySegment(c, at + BYTES, ORDER);
      c32.add(FloatVector.fromMemorySegment(SPECIES, c, at + 2 * BYTES, ORDER))
          .intoMemorySegment(c, at + 2 * BYTES, ORDER);
      c33.add(FloatVector.fromMemorySegment(SPECIES, c, at + 3 * BYTES, ORDER))
          .intoMemorySegment(c, at + 3 * BYTES, ORDER);
    }
    return row;
  }

  /** As {@link #quads}, by eight rows and two vectors. */
  public static int pairs(Product p, long aBase, long bBase, long cBase, int rows) {
    MemorySegment a = p.a;
    MemorySegment b = p.b;
    MemorySegment c = p.c;
    int terms = p.inner;
    long aStep = p.aStep;
    long aRow = p.aRow;
    long bStep = p.bStep;
    long cRow = p.cRow;
    long a2 = 2 * aRow;
    long a3 = 3 * aRow;
    long a4 = 4 * aRow;
    long a5 = 5 * aRow;
    long a6 = 6 * aRow;
    long a7 = 7 * aRow;
    int row = 0;
    for (; row + 8 <= rows; row += 8) {
      long i = aBase + row * aRow;
      long j = bBase;
      long at = cBase + row * cRow;
      FloatVector c00 = FloatVector.zero(SPECIES);
      FloatVector c01 = FloatVector.zero(SPECIES);
      FloatVector c10 = FloatVector.zero(SPECIES);
      FloatVector c11 = FloatVector.zero(SPECIES);
      FloatVector c20 = FloatVector.zero(SPECIES);
      FloatVector c21 = FloatVector.zero(SPECIES);
      FloatVector c30 = FloatVector.zero(SPECIES);
      FloatVector c31 = FloatVector.zero(SPECIES);
      FloatVector c40 = FloatVector.zero(SPECIES);
      FloatVector c41 = FloatVector.zero(SPECIES);
      FloatVector c50 = FloatVector.zero(SPECIES);
      FloatVector c51 = FloatVector.zero(SPECIES);
      FloatVector c60 = FloatVector.zero(SPECIES);
      FloatVector c61 = FloatVector.zero(SPECIES);
      FloatVector c70 = FloatVector.zero(SPECIES);
      FloatVector c71 = FloatVector.zero(SPECIES);
      for (int k = 0; k < terms; k++) {
        FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, j, ORDER);
        FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, j + BYTES, ORDER);
        FloatVector x0 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i));
        c00 = x0.fma(b0, c00);
        c01 = x0.fma(b1, c01);
        FloatVector x1 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + aRow));
        c10 = x1.fma(b0, c10);
        c11 = x1.fma(b1, c11);
        FloatVector x2 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a2));
        c20 = x2.fma(b0, c20);
        c21 = x2.fma(b1, c21);
        FloatVector x3 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a3));
        c30 = x3.fma(b0, c30);
        c31 = x3.fma(b1, c31);
        FloatVector x4 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a4));
        c40 = x4.fma(b0, c40);
        c41 = x4.fma(b1, c41);
        FloatVector x5 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a5));
        c50 = x5.fma(b0, c50);
        c51 = x5.fma(b1, c51);
        FloatVector x6 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a6));
        c60 = x6.fma(b0, c60);
        c61 = x6.fma(b1, c61);
        FloatVector x7 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a7));
        c70 = x7.fma(b0, c70);
        c71 = x7.fma(b1, c71);
        i += aStep;
        j += bStep;
      }
      c00.add(FloatVector.fromMemorySegment(SPECIES, c, at, ORDER)).intoMemorySegment(c, at, ORDER);
      c01.add(FloatVector.fromMemorySegment(SPECIES, c, at + BYTES, ORDER))
          .intoMemorySegment(c, at + BYTES, ORDER);
      at += cRow;
      c10.add(FloatVector.fromMemorySegment(SPECIES, c, at, ORDER)).intoMemorySegment(c, at, ORDER);
      c11.add(FloatVector.fromMemorySegment(SPECIES, c, at + BYTES, ORDER))
          .intoMemorySegment(c, at + BYTES, ORDER);
      at += cRow;
      c20.add(FloatVector.fromMemorySegment(SPECIES, c, at, ORDER)).intoMemorySegment(c, at, ORDER);
      c21.add(FloatVector.fromMemorySegment(SPECIES, c, at + BYTES, ORDER))
          .intoMemorySegment(c, at + BYTES, ORDER);
      at += cRow;
      c30.add(FloatVector.fromMemorySegment(SPECIES, c, at, ORDER)).intoMemorySegment(c, at, ORDER);
      c31.add(FloatVector.fromMemorySegment(SPECIES, c, at + BYTES, ORDER))
          .intoMemorySegment(c, at + BYTES, ORDER);
      at += cRow;
      c40.add(FloatVector.fromMemorySegment(SPECIES, c, at, ORDER)).intoMemorySegment(c, at, ORDER);
      c41.add(FloatVector.fromMemorySegment(SPECIES, c, at + BYTES, ORDER))
          .intoMemorySegment(c, at + BYTES, ORDER);
      at += cRow;
      c50.add(FloatVector.fromMemorySegment(SPECIES, c, at, ORDER)).intoMemorySegment(c, at, ORDER);
      c51.add(FloatVector.fromMemorySegment(SPECIES, c, at + BYTES, ORDER))
          .intoMemorySegment(c, at + BYTES, ORDER);
      at += cRow;
      c60.add(FloatVector.fromMemorySegment(SPECIES, c, at, ORDER)).intoMemorySegment(c, at, ORDER);
      c61.add(FloatVector.fromMemorySegment(SPECIES, c, at + BYTES, ORDER))
          .intoMemorySegment(c, at + BYTES, ORDER);
      at += cRow;
      c70.add(FloatVector.fromMemorySegment(SPECIES, c, at, ORDER)).intoMemorySegment(c, at, ORDER);
      c71.add(FloatVector.fromMemorySegment(SPECIES, c, at + BYTES, ORDER))
          .intoMemorySegment(c, at + BYTES, ORDER);
    }
    return row;
  }
}
