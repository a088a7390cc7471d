package rivulet.tensor.kernel.gemm;

import static rivulet.tensor.kernel.gemm.Tiles.BYTES;
import static rivulet.tensor.kernel.gemm.Tiles.FLOAT;
import static rivulet.tensor.kernel.gemm.Tiles.ORDER;
import static rivulet.tensor.kernel.gemm.Tiles.SPECIES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import rivulet.tensor.kernel.Lanes;

/**
 * Register tiles of four vectors (64 columns at 512 bits): 16 accumulators, 4 vectors of B and one
 * broadcast at four rows. Only for machines with 32 vector registers. Benchmark: GemmBenchmark.
 *
 * <p>Everything is written out: a method of ours that takes vectors is not inlined here and boxes
 * every accumulator in every pass of the loop (see {@link Lanes}). Larger tiles are no faster and a
 * trap: C1 runs "out of virtual registers" (six rows did in some JVM starts, or with additions to C
 * in the tile), and a method that C1 has refused may never reach C2.
 */
public final class QuadTile {
  private QuadTile() {}

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
    long d1 = cBase + p.targetRow;
    long d2 = cBase + 2 * p.targetRow;
    long d3 = cBase + 3 * p.targetRow;
    c00.intoMemorySegment(c, cBase, ORDER);
    c01.intoMemorySegment(c, cBase + BYTES, ORDER);
    c02.intoMemorySegment(c, cBase + 2 * BYTES, ORDER);
    c03.intoMemorySegment(c, cBase + 3 * BYTES, ORDER);
    c10.intoMemorySegment(c, d1, ORDER);
    c11.intoMemorySegment(c, d1 + BYTES, ORDER);
    c12.intoMemorySegment(c, d1 + 2 * BYTES, ORDER);
    c13.intoMemorySegment(c, d1 + 3 * BYTES, ORDER);
    c20.intoMemorySegment(c, d2, ORDER);
    c21.intoMemorySegment(c, d2 + BYTES, ORDER);
    c22.intoMemorySegment(c, d2 + 2 * BYTES, ORDER);
    c23.intoMemorySegment(c, d2 + 3 * BYTES, ORDER);
    c30.intoMemorySegment(c, d3, ORDER);
    c31.intoMemorySegment(c, d3 + BYTES, ORDER);
    c32.intoMemorySegment(c, d3 + 2 * BYTES, ORDER);
    c33.intoMemorySegment(c, d3 + 3 * BYTES, ORDER);
  }

  public static void rows3(Product p, long aBase, long bBase, long cBase) {
    MemorySegment a = p.a;
    MemorySegment b = p.b;
    MemorySegment c = p.target;
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
    long d1 = cBase + p.targetRow;
    long d2 = cBase + 2 * p.targetRow;
    c00.intoMemorySegment(c, cBase, ORDER);
    c01.intoMemorySegment(c, cBase + BYTES, ORDER);
    c02.intoMemorySegment(c, cBase + 2 * BYTES, ORDER);
    c03.intoMemorySegment(c, cBase + 3 * BYTES, ORDER);
    c10.intoMemorySegment(c, d1, ORDER);
    c11.intoMemorySegment(c, d1 + BYTES, ORDER);
    c12.intoMemorySegment(c, d1 + 2 * BYTES, ORDER);
    c13.intoMemorySegment(c, d1 + 3 * BYTES, ORDER);
    c20.intoMemorySegment(c, d2, ORDER);
    c21.intoMemorySegment(c, d2 + BYTES, ORDER);
    c22.intoMemorySegment(c, d2 + 2 * BYTES, ORDER);
    c23.intoMemorySegment(c, d2 + 3 * BYTES, ORDER);
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
    long d1 = cBase + p.targetRow;
    c00.intoMemorySegment(c, cBase, ORDER);
    c01.intoMemorySegment(c, cBase + BYTES, ORDER);
    c02.intoMemorySegment(c, cBase + 2 * BYTES, ORDER);
    c03.intoMemorySegment(c, cBase + 3 * BYTES, ORDER);
    c10.intoMemorySegment(c, d1, ORDER);
    c11.intoMemorySegment(c, d1 + BYTES, ORDER);
    c12.intoMemorySegment(c, d1 + 2 * BYTES, ORDER);
    c13.intoMemorySegment(c, d1 + 3 * BYTES, ORDER);
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
    c00.intoMemorySegment(c, cBase, ORDER);
    c01.intoMemorySegment(c, cBase + BYTES, ORDER);
    c02.intoMemorySegment(c, cBase + 2 * BYTES, ORDER);
    c03.intoMemorySegment(c, cBase + 3 * BYTES, ORDER);
  }
}
