package rivulet.tensor.kernel.gemm;

import static rivulet.tensor.kernel.gemm.Tiles.BYTES;
import static rivulet.tensor.kernel.gemm.Tiles.FLOAT;
import static rivulet.tensor.kernel.gemm.Tiles.ORDER;
import static rivulet.tensor.kernel.gemm.Tiles.SPECIES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/**
 * Register tiles for products whose terms are one run ({@link Product#outer} is 1), as those of
 * Winograd and matrices are; a call takes all rows that fill tiles and returns how many these were.
 * Only for machines with 32 vector registers and a JVM without C1, for the reason given at {@link
 * AddingTile}. Benchmark: ConvolutionBenchmark.
 *
 * <p>In products of 64 terms it counts what comes before and after the loop of a tile: beside 1,024
 * cycles of multiply-adds {@link QuadTile} spends 65 to 75, {@link #quads} 19 to 25. There is no
 * loop over runs, at whose turns the sums would change registers. There is one call for all rows,
 * so that the stores of a tile (28 cycles by themselves) run beside the loop of the next. And rows
 * of A are slices read by the loop's own index, so that C2 makes all their checks before the loop.
 */
public final class RunTile {
  private RunTile() {}

  /** C = A·B by four rows and vectors; the terms of a row of A are contiguous. */
  public static int quads(Product p, long aBase, long bBase, long cBase, int rows) {
    MemorySegment a = p.a;
    MemorySegment b = p.b;
    MemorySegment c = p.c;
    int terms = p.inner;
    long run = 4L * terms;
    long aRow = p.aRow;
    long bStep = p.bStep;
    long cRow = p.cRow;
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
      long i = aBase + row * aRow;
      long j = bBase;
      long at = cBase + row * cRow;
      MemorySegment a0 = a.asSlice(i, run);
      MemorySegment a1 = a.asSlice(i + aRow, run);
      MemorySegment a2 = a.asSlice(i + 2 * aRow, run);
      MemorySegment a3 = a.asSlice(i + 3 * aRow, run);
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
        FloatVector x0 = FloatVector.broadcast(SPECIES, a0.get(FLOAT, (long) k * 4));
        c00 = x0.fma(b0, c00);
        c01 = x0.fma(b1, c01);
        c02 = x0.fma(b2, c02);
        c03 = x0.fma(b3, c03);
        FloatVector x1 = FloatVector.broadcast(SPECIES, a1.get(FLOAT, (long) k * 4));
        c10 = x1.fma(b0, c10);
        c11 = x1.fma(b1, c11);
        c12 = x1.fma(b2, c12);
        c13 = x1.fma(b3, c13);
        FloatVector x2 = FloatVector.broadcast(SPECIES, a2.get(FLOAT, (long) k * 4));
        c20 = x2.fma(b0, c20);
        c21 = x2.fma(b1, c21);
        c22 = x2.fma(b2, c22);
        c23 = x2.fma(b3, c23);
        FloatVector x3 = FloatVector.broadcast(SPECIES, a3.get(FLOAT, (long) k * 4));
        c30 = x3.fma(b0, c30);
        c31 = x3.fma(b1, c31);
        c32 = x3.fma(b2, c32);
        c33 = x3.fma(b3, c33);
        j += bStep;
      }
      c00.intoMemorySegment(c, at, ORDER);
      c01.intoMemorySegment(c, at + BYTES, ORDER);
      c02.intoMemorySegment(c, at + 2 * BYTES, ORDER);
      c03.intoMemorySegment(c, at + 3 * BYTES, ORDER);
      at += cRow;
      c10.intoMemorySegment(c, at, ORDER);
      c11.intoMemorySegment(c, at + BYTES, ORDER);
      c12.intoMemorySegment(c, at + 2 * BYTES, ORDER);
      c13.intoMemorySegment(c, at + 3 * BYTES, ORDER);
      at += cRow;
      c20.intoMemorySegment(c, at, ORDER);
      c21.intoMemorySegment(c, at + BYTES, ORDER);
      c22.intoMemorySegment(c, at + 2 * BYTES, ORDER);
      c23.intoMemorySegment(c, at + 3 * BYTES, ORDER);
      at += cRow;
      c30.intoMemorySegment(c, at, ORDER);
      c31.intoMemorySegment(c, at + BYTES, ORDER);
      c32.intoMemorySegment(c, at + 2 * BYTES, ORDER);
      c33.intoMemorySegment(c, at + 3 * BYTES, ORDER);
    }
    return row;
  }

  /** C = A·B by eight rows and two vectors; the terms of a row of A are contiguous. */
  public static int pairs(Product p, long aBase, long bBase, long cBase, int rows) {
    MemorySegment a = p.a;
    MemorySegment b = p.b;
    MemorySegment c = p.c;
    int terms = p.inner;
    long run = 4L * terms;
    long aRow = p.aRow;
    long bStep = p.bStep;
    long cRow = p.cRow;
    int row = 0;
    for (; row + 8 <= rows; row += 8) {
      long i = aBase + row * aRow;
      long j = bBase;
      long at = cBase + row * cRow;
      MemorySegment a0 = a.asSlice(i, run);
      MemorySegment a1 = a.asSlice(i + aRow, run);
      MemorySegment a2 = a.asSlice(i + 2 * aRow, run);
      MemorySegment a3 = a.asSlice(i + 3 * aRow, run);
      MemorySegment a4 = a.asSlice(i + 4 * aRow, run);
      MemorySegment a5 = a.asSlice(i + 5 * aRow, run);
      MemorySegment a6 = a.asSlice(i + 6 * aRow, run);
      MemorySegment a7 = a.asSlice(i + 7 * aRow, run);
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
        FloatVector x0 = FloatVector.broadcast(SPECIES, a0.get(FLOAT, (long) k * 4));
        c00 = x0.fma(b0, c00);
        c01 = x0.fma(b1, c01);
        FloatVector x1 = FloatVector.broadcast(SPECIES, a1.get(FLOAT, (long) k * 4));
        c10 = x1.fma(b0, c10);
        c11 = x1.fma(b1, c11);
        FloatVector x2 = FloatVector.broadcast(SPECIES, a2.get(FLOAT, (long) k * 4));
        c20 = x2.fma(b0, c20);
        c21 = x2.fma(b1, c21);
        FloatVector x3 = FloatVector.broadcast(SPECIES, a3.get(FLOAT, (long) k * 4));
        c30 = x3.fma(b0, c30);
        c31 = x3.fma(b1, c31);
        FloatVector x4 = FloatVector.broadcast(SPECIES, a4.get(FLOAT, (long) k * 4));
        c40 = x4.fma(b0, c40);
        c41 = x4.fma(b1, c41);
        FloatVector x5 = FloatVector.broadcast(SPECIES, a5.get(FLOAT, (long) k * 4));
        c50 = x5.fma(b0, c50);
        c51 = x5.fma(b1, c51);
        FloatVector x6 = FloatVector.broadcast(SPECIES, a6.get(FLOAT, (long) k * 4));
        c60 = x6.fma(b0, c60);
        c61 = x6.fma(b1, c61);
        FloatVector x7 = FloatVector.broadcast(SPECIES, a7.get(FLOAT, (long) k * 4));
        c70 = x7.fma(b0, c70);
        c71 = x7.fma(b1, c71);
        j += bStep;
      }
      c00.intoMemorySegment(c, at, ORDER);
      c01.intoMemorySegment(c, at + BYTES, ORDER);
      at += cRow;
      c10.intoMemorySegment(c, at, ORDER);
      c11.intoMemorySegment(c, at + BYTES, ORDER);
      at += cRow;
      c20.intoMemorySegment(c, at, ORDER);
      c21.intoMemorySegment(c, at + BYTES, ORDER);
      at += cRow;
      c30.intoMemorySegment(c, at, ORDER);
      c31.intoMemorySegment(c, at + BYTES, ORDER);
      at += cRow;
      c40.intoMemorySegment(c, at, ORDER);
      c41.intoMemorySegment(c, at + BYTES, ORDER);
      at += cRow;
      c50.intoMemorySegment(c, at, ORDER);
      c51.intoMemorySegment(c, at + BYTES, ORDER);
      at += cRow;
      c60.intoMemorySegment(c, at, ORDER);
      c61.intoMemorySegment(c, at + BYTES, ORDER);
      at += cRow;
      c70.intoMemorySegment(c, at, ORDER);
      c71.intoMemorySegment(c, at + BYTES, ORDER);
    }
    return row;
  }
}
