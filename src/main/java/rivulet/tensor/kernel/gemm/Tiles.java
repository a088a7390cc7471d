package rivulet.tensor.kernel.gemm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import rivulet.tensor.kernel.KernelFlags;
import rivulet.tensor.kernel.Lanes;

/**
 * Cuts a {@link Product} into register tiles. The choice depends on the vector width, the number of
 * vector registers and the JVM's compilers, and changes no bit: every output element is the same
 * chain of fused multiply-adds in any tile.
 *
 * <table>
 * <caption>which tile, as rows × vectors</caption>
 * <tr><th>machine</th><th>tiles</th></tr>
 * <tr><td>512 bits, 32 registers</td><td>{@link QuadTile} 4×4, {@link PairTile} 8×2 for 32 columns,
 * {@link SingleTile} 8×1 for 16. Without C1 {@link RunTile} 4×4 and 8×2 where the terms are one run
 * and those of a row of A contiguous; if sums are added to C, {@link AddingTile} 4×4, and 8×2 where
 * the terms are one run</td></tr>
 * <tr><td>128 or 256 bits, 16 registers</td><td>{@link NarrowRunTile} 4×2 where the terms are one
 * run; else {@link NarrowTile} 4×2, {@link PairTile} 4×2 where the terms of a row of A are not
 * contiguous</td></tr>
 * <tr><td>128 bits, 32 registers (Arm)</td><td>the same with 8×2; not measured</td></tr>
 * </table>
 */
public final class Tiles {
  public static final VectorSpecies<Float> SPECIES = Lanes.F;
  public static final long BYTES = SPECIES.vectorByteSize();
  public static final ByteOrder ORDER = ByteOrder.nativeOrder();
  public static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  /** Rows of the tallest tile. */
  static final int MOST_ROWS = 8;

  /** Bytes of one row of {@link Product#sums}. */
  static final long SUM_ROW = 4L * 64;

  private static final int WIDTH = SPECIES.length();

  /** Whether there are 32 vector registers: AVX-512 and 64-bit Arm. */
  private static final boolean MANY_REGISTERS =
      WIDTH == 16 || System.getProperty("os.arch").equals("aarch64");

  /** Whether methods go to C2 alone, as the launcher has it; see {@link AddingTile}. */
  private static final boolean WITHOUT_C1 = KernelFlags.withoutC1();

  private Tiles() {}

  /** The tiles in use as rows × vectors, widest first; {@code +} adds to C by itself. */
  public static List<String> inUse() {
    if (WIDTH == 16) {
      return WITHOUT_C1
          ? List.of("4x4", "4x4+", "8x2", "8x2+", "8x1")
          : List.of("4x4", "8x2", "8x1");
    }
    return List.of(MANY_REGISTERS ? "8x2" : "4x2");
  }

  static void run(Product p, long a, long b, long c, int rows, int columns) {
    p.target = p.accumulate ? p.sums : p.c;
    p.targetRow = p.accumulate ? SUM_ROW : p.cRow;
    for (int column = 0; column < columns; column += Product.PANEL) {
      long panel = b + column / Product.PANEL * p.bPanel;
      panel(p, a, panel, c + 4L * column, rows, Math.min(Product.PANEL, columns - column));
    }
  }

  private static void panel(Product p, long a, long b, long c, int rows, int columns) {
    if (WIDTH < 16) {
      for (int column = 0; column < columns; column += 2 * WIDTH) {
        narrowPairs(p, a, b + 4L * column, c + 4L * column, rows);
      }
      return;
    }
    if (columns == Product.PANEL) {
      quads(p, a, b, c, rows);
      return;
    }
    int column = columns & 32;
    if (column > 0) {
      pairs(p, a, b, c, rows);
    }
    if (column < columns) {
      singles(p, a, b + 4L * column, c + 4L * column, rows);
    }
  }

  private static void quads(Product p, long a, long b, long c, int rows) {
    int row = runQuads(p, a, b, c, rows);
    if (p.accumulate && WITHOUT_C1) {
      for (; row + 4 <= rows; row += 4) {
        AddingTile.rows4(p, a + row * p.aRow, b, c + row * p.cRow);
      }
    }
    while (row < rows) {
      long i = a + row * p.aRow;
      long o = p.accumulate ? 0 : c + row * p.cRow;
      int step = quadRows(rows - row);
      switch (step) {
        case 4 -> QuadTile.rows4(p, i, b, o);
        case 3 -> QuadTile.rows3(p, i, b, o);
        case 2 -> QuadTile.rows2(p, i, b, o);
        default -> QuadTile.rows1(p, i, b, o);
      }
      addQuads(p, c + row * p.cRow, step);
      row += step;
    }
  }

  /** The rows that a tile took which takes many; the others are left to do. */
  private static int runQuads(Product p, long a, long b, long c, int rows) {
    if (!WITHOUT_C1 || p.outer > 1) {
      return 0;
    }
    if (p.accumulate) {
      return AddingTile.quads(p, a, b, c, rows);
    }
    return p.aStep == 4 ? RunTile.quads(p, a, b, c, rows) : 0;
  }

  /** As {@link #runQuads}. */
  private static int runPairs(Product p, long a, long b, long c, int rows) {
    if (!WITHOUT_C1 || p.outer > 1) {
      return 0;
    }
    if (p.accumulate) {
      return AddingTile.pairs(p, a, b, c, rows);
    }
    return p.aStep == 4 ? RunTile.pairs(p, a, b, c, rows) : 0;
  }

  /** As {@link #runQuads}; these tiles are small enough for C1. */
  private static int runNarrow(Product p, long a, long b, long c, int rows) {
    if (MANY_REGISTERS || p.outer > 1) {
      return 0;
    }
    if (p.accumulate) {
      return p.aRow == 4 ? NarrowRunTile.adding(p, a, b, c, rows) : 0;
    }
    return p.aStep == 4 ? NarrowRunTile.products(p, a, b, c, rows) : 0;
  }

  /** Four rows at a time, and 3 + 2 rather than 4 + 1 at the end of those that are left. */
  private static int quadRows(int left) {
    return left == 5 ? 3 : Math.min(left, 4);
  }

  private static void pairs(Product p, long a, long b, long c, int rows) {
    for (int row = runPairs(p, a, b, c, rows); row < rows; ) {
      long i = a + row * p.aRow;
      long o = p.accumulate ? 0 : c + row * p.cRow;
      int left = rows - row;
      int step = left % 7 == 0 ? 7 : left >= 8 ? 8 : smallRows(left);
      switch (step) {
        case 8 -> PairTile.rows8(p, i, b, o);
        case 7 -> PairTile.rows7(p, i, b, o);
        default -> smallPair(p, i, b, o, step);
      }
      addPairs(p, c + row * p.cRow, step);
      row += step;
    }
  }

  private static void narrowPairs(Product p, long a, long b, long c, int rows) {
    for (int row = runNarrow(p, a, b, c, rows); row < rows; ) {
      int left = rows - row;
      int step = MANY_REGISTERS && left >= 8 ? 8 : smallRows(left);
      long i = a + row * p.aRow;
      long o = p.accumulate ? 0 : c + row * p.cRow;
      if (p.aStep == 4 && step >= 4) {
        narrowPair(p, i, b, o, step);
      } else if (step == 8) {
        PairTile.rows8(p, i, b, o);
      } else {
        smallPair(p, i, b, o, step);
      }
      addPairs(p, c + row * p.cRow, step);
      row += step;
    }
  }

  private static void narrowPair(Product p, long i, long b, long o, int step) {
    if (step == 8) {
      NarrowTile.rows8(p, i, b, o);
    } else {
      NarrowTile.rows4(p, i, b, o);
    }
  }

  private static int smallRows(int left) {
    return left >= 4 ? 4 : left >= 2 ? 2 : 1;
  }

  private static void smallPair(Product p, long i, long b, long o, int step) {
    switch (step) {
      case 4 -> PairTile.rows4(p, i, b, o);
      case 2 -> PairTile.rows2(p, i, b, o);
      default -> PairTile.rows1(p, i, b, o);
    }
  }

  private static void singles(Product p, long a, long b, long c, int rows) {
    for (int row = 0; row < rows; ) {
      long i = a + row * p.aRow;
      long o = p.accumulate ? 0 : c + row * p.cRow;
      int left = rows - row;
      int step = left >= 8 ? 8 : left >= 4 ? 4 : left >= 2 ? 2 : 1;
      switch (step) {
        case 8 -> SingleTile.rows8(p, i, b, o);
        case 4 -> SingleTile.rows4(p, i, b, o);
        case 2 -> SingleTile.rows2(p, i, b, o);
        default -> SingleTile.rows1(p, i, b, o);
      }
      addSingles(p, c + row * p.cRow, step);
      row += step;
    }
  }

  /** Adds the sums of a tile of one vector to C, if they are not there already. */
  private static void addSingles(Product p, long to, int rows) {
    if (!p.accumulate) {
      return;
    }
    MemorySegment sums = p.sums;
    MemorySegment c = p.c;
    long at = to;
    for (int row = 0; row < rows; row++) {
      FloatVector s0 = FloatVector.fromMemorySegment(SPECIES, sums, row * SUM_ROW, ORDER);
      s0.add(FloatVector.fromMemorySegment(SPECIES, c, at, ORDER)).intoMemorySegment(c, at, ORDER);
      at += p.cRow;
    }
  }

  private static void addPairs(Product p, long to, int rows) {
    if (!p.accumulate) {
      return;
    }
    MemorySegment sums = p.sums;
    MemorySegment c = p.c;
    long cRow = p.cRow;
    long from = 0;
    long at = to;
    for (int row = 0; row < rows; row++) {
      FloatVector s0 = FloatVector.fromMemorySegment(SPECIES, sums, from, ORDER);
      FloatVector s1 = FloatVector.fromMemorySegment(SPECIES, sums, from + BYTES, ORDER);
      FloatVector c0 = FloatVector.fromMemorySegment(SPECIES, c, at, ORDER);
      FloatVector c1 = FloatVector.fromMemorySegment(SPECIES, c, at + BYTES, ORDER);
      s0.add(c0).intoMemorySegment(c, at, ORDER);
      s1.add(c1).intoMemorySegment(c, at + BYTES, ORDER);
      from += SUM_ROW;
      at += cRow;
    }
  }

  private static void addQuads(Product p, long to, int rows) {
    if (!p.accumulate) {
      return;
    }
    MemorySegment sums = p.sums;
    MemorySegment c = p.c;
    long cRow = p.cRow;
    long from = 0;
    long at = to;
    for (int row = 0; row < rows; row++) {
      FloatVector s0 = FloatVector.fromMemorySegment(SPECIES, sums, from, ORDER);
      FloatVector s1 = FloatVector.fromMemorySegment(SPECIES, sums, from + BYTES, ORDER);
      FloatVector s2 = FloatVector.fromMemorySegment(SPECIES, sums, from + 2 * BYTES, ORDER);
      FloatVector s3 = FloatVector.fromMemorySegment(SPECIES, sums, from + 3 * BYTES, ORDER);
      FloatVector c0 = FloatVector.fromMemorySegment(SPECIES, c, at, ORDER);
      FloatVector c1 = FloatVector.fromMemorySegment(SPECIES, c, at + BYTES, ORDER);
      FloatVector c2 = FloatVector.fromMemorySegment(SPECIES, c, at + 2 * BYTES, ORDER);
      FloatVector c3 = FloatVector.fromMemorySegment(SPECIES, c, at + 3 * BYTES, ORDER);
      s0.add(c0).intoMemorySegment(c, at, ORDER);
      s1.add(c1).intoMemorySegment(c, at + BYTES, ORDER);
      s2.add(c2).intoMemorySegment(c, at + 2 * BYTES, ORDER);
      s3.add(c3).intoMemorySegment(c, at + 3 * BYTES, ORDER);
      from += SUM_ROW;
      at += cRow;
    }
  }

  /** Copies 64 columns of one row after the other to panels that lie {@code step} bytes apart. */
  static void copyPanels(
      MemorySegment from, long start, MemorySegment to, long end, int panels, long step) {
    long i = start;
    for (int panel = 0; panel < panels; panel++) {
      long o = end + panel * step;
      for (long lane = 0; lane < Product.PANEL_BYTES; lane += BYTES) {
        FloatVector.fromMemorySegment(SPECIES, from, i + lane, ORDER)
            .intoMemorySegment(to, o + lane, ORDER);
      }
      i += Product.PANEL_BYTES;
    }
  }
}
