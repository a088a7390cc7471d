package rivulet.tensor.kernel.gemm;

import static rivulet.tensor.kernel.gemm.Tiles.BYTES;
import static rivulet.tensor.kernel.gemm.Tiles.FLOAT;
import static rivulet.tensor.kernel.gemm.Tiles.ORDER;
import static rivulet.tensor.kernel.gemm.Tiles.SPECIES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/**
 * What {@link RunTile} and {@link AddingTile} are at 512 bits, for machines of 16 vector registers:
 * four rows by two vectors, of products whose terms are one run ({@link Product#outer} is 1). A
 * call takes all rows that fill tiles and returns how many these were, so that neither a call nor
 * the way of the sums through memory stands beside each tile. Small enough for C1.
 *
 * <p>At 256 bits (Zen 3) {@link #products} is 1.07 to 1.13 times as fast as {@link NarrowTile} with
 * 64 terms. Kernel gradients, whose products have as few terms as a group has tiles, gain most:
 * {@link #adding} makes 64×64 elements of 8, 20 and 64 terms 2.4, 2.0 and 1.8 times as fast as
 * {@link PairTile} with the sums added in a second pass. Half of that is the slices: of constant
 * length, they have one check of range where each load would bring its own. In {@link #products}
 * they gain nothing; tiles of six rows are as fast or, with slices, slower.
 */
public final class NarrowRunTile {
  private NarrowRunTile() {}

  /** C = A·B; the terms of a row of A are contiguous. */
  public static int products(Product p, long aBase, long bBase, long cBase, int rows) {
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
      FloatVector c10 = FloatVector.zero(SPECIES);
      FloatVector c11 = FloatVector.zero(SPECIES);
      FloatVector c20 = FloatVector.zero(SPECIES);
      FloatVector c21 = FloatVector.zero(SPECIES);
      FloatVector c30 = FloatVector.zero(SPECIES);
      FloatVector c31 = FloatVector.zero(SPECIES);
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
    }
    return row;
  }

  /** C += A·B; the rows of A are columns, one float after the other ({@code aRow} is 4). */
  public static int adding(Product p, long aBase, long bBase, long cBase, int rows) {
    MemorySegment a = p.a;
    MemorySegment b = p.b;
    MemorySegment c = p.c;
    int terms = p.inner;
    long aStep = p.aStep;
    long bStep = p.bStep;
    long cRow = p.cRow;
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
      long i = aBase + row * 4L;
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
      for (int k = 0; k < terms; k++) {
        MemorySegment ak = a.asSlice(i, 16);
        MemorySegment bk = b.asSlice(j, 2 * BYTES);
        FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, bk, 0, ORDER);
        FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, bk, BYTES, ORDER);
        FloatVector x0 = FloatVector.broadcast(SPECIES, ak.get(FLOAT, 0));
        c00 = x0.fma(b0, c00);
        c01 = x0.fma(b1, c01);
        FloatVector x1 = FloatVector.broadcast(SPECIES, ak.get(FLOAT, 4));
        c10 = x1.fma(b0, c10);
        c11 = x1.fma(b1, c11);
        FloatVector x2 = FloatVector.broadcast(SPECIES, ak.get(FLOAT, 8));
        c20 = x2.fma(b0, c20);
        c21 = x2.fma(b1, c21);
        FloatVector x3 = FloatVector.broadcast(SPECIES, ak.get(FLOAT, 12));
        c30 = x3.fma(b0, c30);
        c31 = x3.fma(b1, c31);
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
    }
    return row;
  }
}
