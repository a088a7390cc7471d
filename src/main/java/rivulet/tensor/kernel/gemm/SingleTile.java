package rivulet.tensor.kernel.gemm;

import static rivulet.tensor.kernel.gemm.Tiles.FLOAT;
import static rivulet.tensor.kernel.gemm.Tiles.ORDER;
import static rivulet.tensor.kernel.gemm.Tiles.SPECIES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/**
 * Register tiles of one vector, for the last 16 columns at 512 bits. Written out for the reason
 * given at {@link QuadTile}.
 */
public final class SingleTile {
  private SingleTile() {}

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
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c40 = FloatVector.zero(SPECIES);
    FloatVector c50 = FloatVector.zero(SPECIES);
    FloatVector c60 = FloatVector.zero(SPECIES);
    FloatVector c70 = FloatVector.zero(SPECIES);
    for (int o = 0; o < outer; o++) {
      long i = aBase + o * p.aOuter;
      long j = bBase + o * p.bOuter;
      for (int k = 0; k < inner; k++) {
        FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, j, ORDER);
        FloatVector x0 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i));
        c00 = x0.fma(b0, c00);
        FloatVector x1 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a1));
        c10 = x1.fma(b0, c10);
        FloatVector x2 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a2));
        c20 = x2.fma(b0, c20);
        FloatVector x3 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a3));
        c30 = x3.fma(b0, c30);
        FloatVector x4 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a4));
        c40 = x4.fma(b0, c40);
        FloatVector x5 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a5));
        c50 = x5.fma(b0, c50);
        FloatVector x6 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a6));
        c60 = x6.fma(b0, c60);
        FloatVector x7 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a7));
        c70 = x7.fma(b0, c70);
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
    c10.intoMemorySegment(c, d1, ORDER);
    c20.intoMemorySegment(c, d2, ORDER);
    c30.intoMemorySegment(c, d3, ORDER);
    c40.intoMemorySegment(c, d4, ORDER);
    c50.intoMemorySegment(c, d5, ORDER);
    c60.intoMemorySegment(c, d6, ORDER);
    c70.intoMemorySegment(c, d7, ORDER);
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
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    for (int o = 0; o < outer; o++) {
      long i = aBase + o * p.aOuter;
      long j = bBase + o * p.bOuter;
      for (int k = 0; k < inner; k++) {
        FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, j, ORDER);
        FloatVector x0 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i));
        c00 = x0.fma(b0, c00);
        FloatVector x1 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a1));
        c10 = x1.fma(b0, c10);
        FloatVector x2 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a2));
        c20 = x2.fma(b0, c20);
        FloatVector x3 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a3));
        c30 = x3.fma(b0, c30);
        i += aStep;
        j += bStep;
      }
    }
    long d1 = cBase + p.targetRow;
    long d2 = cBase + 2 * p.targetRow;
    long d3 = cBase + 3 * p.targetRow;
    c00.intoMemorySegment(c, cBase, ORDER);
    c10.intoMemorySegment(c, d1, ORDER);
    c20.intoMemorySegment(c, d2, ORDER);
    c30.intoMemorySegment(c, d3, ORDER);
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
    FloatVector c10 = FloatVector.zero(SPECIES);
    for (int o = 0; o < outer; o++) {
      long i = aBase + o * p.aOuter;
      long j = bBase + o * p.bOuter;
      for (int k = 0; k < inner; k++) {
        FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, j, ORDER);
        FloatVector x0 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i));
        c00 = x0.fma(b0, c00);
        FloatVector x1 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a1));
        c10 = x1.fma(b0, c10);
        i += aStep;
        j += bStep;
      }
    }
    long d1 = cBase + p.targetRow;
    c00.intoMemorySegment(c, cBase, ORDER);
    c10.intoMemorySegment(c, d1, ORDER);
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
    for (int o = 0; o < outer; o++) {
      long i = aBase + o * p.aOuter;
      long j = bBase + o * p.bOuter;
      for (int k = 0; k < inner; k++) {
        FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, j, ORDER);
        FloatVector x0 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i));
        c00 = x0.fma(b0, c00);
        i += aStep;
        j += bStep;
      }
    }
    c00.intoMemorySegment(c, cBase, ORDER);
  }
}
