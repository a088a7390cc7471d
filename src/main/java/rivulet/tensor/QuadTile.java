package rivulet.tensor;

import static rivulet.tensor.Tiles.BYTES;
import static rivulet.tensor.Tiles.FLOAT;
import static rivulet.tensor.Tiles.ORDER;
import static rivulet.tensor.Tiles.SPECIES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/**
 * Register tiles of four vectors (64 columns at 512 bits): 24 accumulators, 4 vectors of B and one
 * broadcast at six rows. Only for machines with 32 vector registers. Benchmark: GemmBenchmark.
 */
final class QuadTile {
  private QuadTile() {}

  static void rows6(Product p, long aBase, long bBase, long cBase) {
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
    long a4 = 4 * p.aRow;
    long a5 = 5 * p.aRow;
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
    FloatVector c40 = FloatVector.zero(SPECIES);
    FloatVector c41 = FloatVector.zero(SPECIES);
    FloatVector c42 = FloatVector.zero(SPECIES);
    FloatVector c43 = FloatVector.zero(SPECIES);
    FloatVector c50 = FloatVector.zero(SPECIES);
    FloatVector c51 = FloatVector.zero(SPECIES);
    FloatVector c52 = FloatVector.zero(SPECIES);
    FloatVector c53 = FloatVector.zero(SPECIES);
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
        FloatVector x4 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a4));
        c40 = x4.fma(b0, c40);
        c41 = x4.fma(b1, c41);
        c42 = x4.fma(b2, c42);
        c43 = x4.fma(b3, c43);
        FloatVector x5 = FloatVector.broadcast(SPECIES, a.get(FLOAT, i + a5));
        c50 = x5.fma(b0, c50);
        c51 = x5.fma(b1, c51);
        c52 = x5.fma(b2, c52);
        c53 = x5.fma(b3, c53);
        i += aStep;
        j += bStep;
      }
    }
    Tiles.store(p, c, cBase, c00, c01, c02, c03);
    Tiles.store(p, c, cBase + p.cRow, c10, c11, c12, c13);
    Tiles.store(p, c, cBase + 2 * p.cRow, c20, c21, c22, c23);
    Tiles.store(p, c, cBase + 3 * p.cRow, c30, c31, c32, c33);
    Tiles.store(p, c, cBase + 4 * p.cRow, c40, c41, c42, c43);
    Tiles.store(p, c, cBase + 5 * p.cRow, c50, c51, c52, c53);
  }

  static void rows4(Product p, long aBase, long bBase, long cBase) {
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
    Tiles.store(p, c, cBase, c00, c01, c02, c03);
    Tiles.store(p, c, cBase + p.cRow, c10, c11, c12, c13);
    Tiles.store(p, c, cBase + 2 * p.cRow, c20, c21, c22, c23);
    Tiles.store(p, c, cBase + 3 * p.cRow, c30, c31, c32, c33);
  }

  static void rows3(Product p, long aBase, long bBase, long cBase) {
    MemorySegment a = p.a;
    MemorySegment b = p.b;
    MemorySegment c = p.c;
    int outer = p.outer;
    int inner = p.inner;
    long aStep = p.aStep;
    long bStep = p.bStep;
    long a1 = p.aRow;
    long a2 = 2 * p.aRow;
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
        i += aStep;
        j += bStep;
      }
    }
    Tiles.store(p, c, cBase, c00, c01, c02, c03);
    Tiles.store(p, c, cBase + p.cRow, c10, c11, c12, c13);
    Tiles.store(p, c, cBase + 2 * p.cRow, c20, c21, c22, c23);
  }

  static void rows2(Product p, long aBase, long bBase, long cBase) {
    MemorySegment a = p.a;
    MemorySegment b = p.b;
    MemorySegment c = p.c;
    int outer = p.outer;
    int inner = p.inner;
    long aStep = p.aStep;
    long bStep = p.bStep;
    long a1 = p.aRow;
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c02 = FloatVector.zero(SPECIES);
    FloatVector c03 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c12 = FloatVector.zero(SPECIES);
    FloatVector c13 = FloatVector.zero(SPECIES);
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
        i += aStep;
        j += bStep;
      }
    }
    Tiles.store(p, c, cBase, c00, c01, c02, c03);
    Tiles.store(p, c, cBase + p.cRow, c10, c11, c12, c13);
  }

  static void rows1(Product p, long aBase, long bBase, long cBase) {
    MemorySegment a = p.a;
    MemorySegment b = p.b;
    MemorySegment c = p.c;
    int outer = p.outer;
    int inner = p.inner;
    long aStep = p.aStep;
    long bStep = p.bStep;
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c02 = FloatVector.zero(SPECIES);
    FloatVector c03 = FloatVector.zero(SPECIES);
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
        i += aStep;
        j += bStep;
      }
    }
    Tiles.store(p, c, cBase, c00, c01, c02, c03);
  }
}
