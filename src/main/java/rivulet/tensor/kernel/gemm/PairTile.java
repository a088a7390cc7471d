package rivulet.tensor.kernel.gemm;

import static rivulet.tensor.kernel.gemm.Tiles.BYTES;
import static rivulet.tensor.kernel.gemm.Tiles.FLOAT;
import static rivulet.tensor.kernel.gemm.Tiles.ORDER;
import static rivulet.tensor.kernel.gemm.Tiles.SPECIES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/**
 * Register tiles of two vectors: 32 columns at 512 bits; 16 at 256 and 8 at 128 where {@link
 * NarrowTile} does not apply. Seven and eight rows need 32 registers, four rows fit 16 (8
 * accumulators, 2 of B, one broadcast). Written out for the reason given at {@link QuadTile}.
 */
public final class PairTile {
  private PairTile() {}

  public static void rows8(Product p, long aBase, long bBase, long cBase) {
    MemorySegment a = p.a;
    MemorySegment b = p.b;
    MemorySegment c = p.target;
    int outer = p.outer;
    int inner = p.inner;
    long aStep = p.aStep;
    long bStep = p.bStep;
    long a1 = p.aRow;
    long a2 = 2 * p.aRow;
    long a3 = 3 * p.aRow;
    long a4 = 4 * p.aRow;
    long a5 = 5 * p.aRow;
    long a6 = 6 * p.aRow;
    long a7 = 7 * p.aRow;
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
    for (int o = 0; o < outer; o++) {
      long i = aBase + o * p.aOuter;
      long j = bBase + o * p.bOuter;
      for (int k = 0; k < inner; k++) {
        FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, j, ORDER);
        FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, j + BYTES, ORDER);
        FloatVector x0 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i));
        c00 = x0.fma(b0, c00);
        c01 = x0.fma(b1, c01);
        FloatVector x1 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a1));
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
    }
    long d1 = cBase + p.targetRow;
    long d2 = cBase + 2 * p.targetRow;
    long d3 = cBase + 3 * p.targetRow;
    long d4 = cBase + 4 * p.targetRow;
    long d5 = cBase + 5 * p.targetRow;
    long d6 = cBase + 6 * p.targetRow;
    long d7 = cBase + 7 * p.targetRow;
    c00.intoMemorySegment(c, cBase, ORDER);
    c01.intoMemorySegment(c, cBase + BYTES, ORDER);
    c10.intoMemorySegment(c, d1, ORDER);
    c11.intoMemorySegment(c, d1 + BYTES, ORDER);
    c20.intoMemorySegment(c, d2, ORDER);
    c21.intoMemorySegment(c, d2 + BYTES, ORDER);
    c30.intoMemorySegment(c, d3, ORDER);
    c31.intoMemorySegment(c, d3 + BYTES, ORDER);
    c40.intoMemorySegment(c, d4, ORDER);
    c41.intoMemorySegment(c, d4 + BYTES, ORDER);
    c50.intoMemorySegment(c, d5, ORDER);
    c51.intoMemorySegment(c, d5 + BYTES, ORDER);
    c60.intoMemorySegment(c, d6, ORDER);
    c61.intoMemorySegment(c, d6 + BYTES, ORDER);
    c70.intoMemorySegment(c, d7, ORDER);
    c71.intoMemorySegment(c, d7 + BYTES, ORDER);
  }

  public static void rows7(Product p, long aBase, long bBase, long cBase) {
    MemorySegment a = p.a;
    MemorySegment b = p.b;
    MemorySegment c = p.target;
    int outer = p.outer;
    int inner = p.inner;
    long aStep = p.aStep;
    long bStep = p.bStep;
    long a1 = p.aRow;
    long a2 = 2 * p.aRow;
    long a3 = 3 * p.aRow;
    long a4 = 4 * p.aRow;
    long a5 = 5 * p.aRow;
    long a6 = 6 * p.aRow;
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
    for (int o = 0; o < outer; o++) {
      long i = aBase + o * p.aOuter;
      long j = bBase + o * p.bOuter;
      for (int k = 0; k < inner; k++) {
        FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, j, ORDER);
        FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, j + BYTES, ORDER);
        FloatVector x0 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i));
        c00 = x0.fma(b0, c00);
        c01 = x0.fma(b1, c01);
        FloatVector x1 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a1));
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
        i += aStep;
        j += bStep;
      }
    }
    long d1 = cBase + p.targetRow;
    long d2 = cBase + 2 * p.targetRow;
    long d3 = cBase + 3 * p.targetRow;
    long d4 = cBase + 4 * p.targetRow;
    long d5 = cBase + 5 * p.targetRow;
    long d6 = cBase + 6 * p.targetRow;
    c00.intoMemorySegment(c, cBase, ORDER);
    c01.intoMemorySegment(c, cBase + BYTES, ORDER);
    c10.intoMemorySegment(c, d1, ORDER);
    c11.intoMemorySegment(c, d1 + BYTES, ORDER);
    c20.intoMemorySegment(c, d2, ORDER);
    c21.intoMemorySegment(c, d2 + BYTES, ORDER);
    c30.intoMemorySegment(c, d3, ORDER);
    c31.intoMemorySegment(c, d3 + BYTES, ORDER);
    c40.intoMemorySegment(c, d4, ORDER);
    c41.intoMemorySegment(c, d4 + BYTES, ORDER);
    c50.intoMemorySegment(c, d5, ORDER);
    c51.intoMemorySegment(c, d5 + BYTES, ORDER);
    c60.intoMemorySegment(c, d6, ORDER);
    c61.intoMemorySegment(c, d6 + BYTES, ORDER);
  }

  public static void rows4(Product p, long aBase, long bBase, long cBase) {
    MemorySegment a = p.a;
    MemorySegment b = p.b;
    MemorySegment c = p.target;
    int outer = p.outer;
    int inner = p.inner;
    long aStep = p.aStep;
    long bStep = p.bStep;
    long a1 = p.aRow;
    long a2 = 2 * p.aRow;
    long a3 = 3 * p.aRow;
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c31 = FloatVector.zero(SPECIES);
    for (int o = 0; o < outer; o++) {
      long i = aBase + o * p.aOuter;
      long j = bBase + o * p.bOuter;
      for (int k = 0; k < inner; k++) {
        FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, j, ORDER);
        FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, j + BYTES, ORDER);
        FloatVector x0 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i));
        c00 = x0.fma(b0, c00);
        c01 = x0.fma(b1, c01);
        FloatVector x1 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a1));
        c10 = x1.fma(b0, c10);
        c11 = x1.fma(b1, c11);
        FloatVector x2 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a2));
        c20 = x2.fma(b0, c20);
        c21 = x2.fma(b1, c21);
        FloatVector x3 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a3));
        c30 = x3.fma(b0, c30);
        c31 = x3.fma(b1, c31);
        i += aStep;
        j += bStep;
      }
    }
    long d1 = cBase + p.targetRow;
    long d2 = cBase + 2 * p.targetRow;
    long d3 = cBase + 3 * p.targetRow;
    c00.intoMemorySegment(c, cBase, ORDER);
    c01.intoMemorySegment(c, cBase + BYTES, ORDER);
    c10.intoMemorySegment(c, d1, ORDER);
    c11.intoMemorySegment(c, d1 + BYTES, ORDER);
    c20.intoMemorySegment(c, d2, ORDER);
    c21.intoMemorySegment(c, d2 + BYTES, ORDER);
    c30.intoMemorySegment(c, d3, ORDER);
    c31.intoMemorySegment(c, d3 + BYTES, ORDER);
  }

  public static void rows2(Product p, long aBase, long bBase, long cBase) {
    MemorySegment a = p.a;
    MemorySegment b = p.b;
    MemorySegment c = p.target;
    int outer = p.outer;
    int inner = p.inner;
    long aStep = p.aStep;
    long bStep = p.bStep;
    long a1 = p.aRow;
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    for (int o = 0; o < outer; o++) {
      long i = aBase + o * p.aOuter;
      long j = bBase + o * p.bOuter;
      for (int k = 0; k < inner; k++) {
        FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, j, ORDER);
        FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, j + BYTES, ORDER);
        FloatVector x0 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i));
        c00 = x0.fma(b0, c00);
        c01 = x0.fma(b1, c01);
        FloatVector x1 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a1));
        c10 = x1.fma(b0, c10);
        c11 = x1.fma(b1, c11);
        i += aStep;
        j += bStep;
      }
    }
    long d1 = cBase + p.targetRow;
    c00.intoMemorySegment(c, cBase, ORDER);
    c01.intoMemorySegment(c, cBase + BYTES, ORDER);
    c10.intoMemorySegment(c, d1, ORDER);
    c11.intoMemorySegment(c, d1 + BYTES, ORDER);
  }

  public static void rows1(Product p, long aBase, long bBase, long cBase) {
    MemorySegment a = p.a;
    MemorySegment b = p.b;
    MemorySegment c = p.target;
    int outer = p.outer;
    int inner = p.inner;
    long aStep = p.aStep;
    long bStep = p.bStep;
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    for (int o = 0; o < outer; o++) {
      long i = aBase + o * p.aOuter;
      long j = bBase + o * p.bOuter;
      for (int k = 0; k < inner; k++) {
        FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, j, ORDER);
        FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, j + BYTES, ORDER);
        FloatVector x0 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i));
        c00 = x0.fma(b0, c00);
        c01 = x0.fma(b1, c01);
        i += aStep;
        j += bStep;
      }
    }
    c00.intoMemorySegment(c, cBase, ORDER);
    c01.intoMemorySegment(c, cBase + BYTES, ORDER);
  }
}
