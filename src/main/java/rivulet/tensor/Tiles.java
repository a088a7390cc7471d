package rivulet.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Cuts a {@link Product} into register tiles. The choice depends on the vector width only and
 * changes no bit: every output element is the same chain of fused multiply-adds in any tile.
 */
final class Tiles {
  static final VectorSpecies<Float> SPECIES = Lanes.F;
  static final long BYTES = SPECIES.vectorByteSize();
  static final ByteOrder ORDER = ByteOrder.nativeOrder();
  static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private static final int WIDTH = SPECIES.length();

  private Tiles() {}

  static void run(Product p, long a, long b, long c, int rows, int columns) {
    int column = 0;
    if (WIDTH == 16) {
      for (; column + 64 <= columns; column += 64) {
        quads(p, a, b + 4L * column, c + 4L * column, rows);
      }
      for (; column + 32 <= columns; column += 32) {
        pairs(p, a, b + 4L * column, c + 4L * column, rows);
      }
      for (; column < columns; column += 16) {
        singles(p, a, b + 4L * column, c + 4L * column, rows);
      }
      return;
    }
    for (; column < columns; column += 2 * WIDTH) {
      narrowPairs(p, a, b + 4L * column, c + 4L * column, rows);
    }
  }

  private static void quads(Product p, long a, long b, long c, int rows) {
    for (int row = 0; row < rows; ) {
      long i = a + row * p.aRow;
      long o = c + row * p.cRow;
      int step = quadRows(rows - row);
      switch (step) {
        case 6 -> QuadTile.rows6(p, i, b, o);
        case 4 -> QuadTile.rows4(p, i, b, o);
        case 3 -> QuadTile.rows3(p, i, b, o);
        case 2 -> QuadTile.rows2(p, i, b, o);
        default -> QuadTile.rows1(p, i, b, o);
      }
      row += step;
    }
  }

  /** Six rows at a time, but no tile of one row where 4 + 3 or 4 + 4 will do. */
  private static int quadRows(int left) {
    if (left == 7 || left == 8 || left == 11 || left == 4) {
      return 4;
    }
    return left >= 6 ? 6 : left == 5 ? 3 : left;
  }

  private static void pairs(Product p, long a, long b, long c, int rows) {
    for (int row = 0; row < rows; ) {
      long i = a + row * p.aRow;
      long o = c + row * p.cRow;
      int left = rows - row;
      int step = left % 7 == 0 ? 7 : left >= 8 ? 8 : Math.min(left, 4);
      switch (step) {
        case 8 -> PairTile.rows8(p, i, b, o);
        case 7 -> PairTile.rows7(p, i, b, o);
        default -> smallPair(p, i, b, o, step);
      }
      row += step;
    }
  }

  private static void narrowPairs(Product p, long a, long b, long c, int rows) {
    for (int row = 0; row < rows; ) {
      int step = Math.min(rows - row, 4);
      smallPair(p, a + row * p.aRow, b, c + row * p.cRow, step);
      row += step;
    }
  }

  private static void smallPair(Product p, long i, long b, long o, int step) {
    switch (step) {
      case 4 -> PairTile.rows4(p, i, b, o);
      case 3 -> PairTile.rows3(p, i, b, o);
      case 2 -> PairTile.rows2(p, i, b, o);
      default -> PairTile.rows1(p, i, b, o);
    }
  }

  private static void singles(Product p, long a, long b, long c, int rows) {
    for (int row = 0; row < rows; ) {
      long i = a + row * p.aRow;
      long o = c + row * p.cRow;
      int left = rows - row;
      int step = left >= 8 ? 8 : left >= 4 ? 4 : left >= 2 ? 2 : 1;
      switch (step) {
        case 8 -> SingleTile.rows8(p, i, b, o);
        case 4 -> SingleTile.rows4(p, i, b, o);
        case 2 -> SingleTile.rows2(p, i, b, o);
        default -> SingleTile.rows1(p, i, b, o);
      }
      row += step;
    }
  }

  static void store(Product p, MemorySegment c, long at, FloatVector v0) {
    put(p, c, at, v0);
  }

  static void store(Product p, MemorySegment c, long at, FloatVector v0, FloatVector v1) {
    put(p, c, at, v0);
    put(p, c, at + BYTES, v1);
  }

  static void store(
      Product p,
      MemorySegment c,
      long at,
      FloatVector v0,
      FloatVector v1,
      FloatVector v2,
      FloatVector v3) {
    put(p, c, at, v0);
    put(p, c, at + BYTES, v1);
    put(p, c, at + 2 * BYTES, v2);
    put(p, c, at + 3 * BYTES, v3);
  }

  private static void put(Product p, MemorySegment c, long at, FloatVector v) {
    if (p.accumulate) {
      v.add(FloatVector.fromMemorySegment(SPECIES, c, at, ORDER)).intoMemorySegment(c, at, ORDER);
    } else {
      v.intoMemorySegment(c, at, ORDER);
    }
  }
}
