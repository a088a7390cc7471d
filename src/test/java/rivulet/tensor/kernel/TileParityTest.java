package rivulet.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rivulet.tensor.kernel.gemm.AddingTile;
import rivulet.tensor.kernel.gemm.NarrowRunTile;
import rivulet.tensor.kernel.gemm.NarrowTile;
import rivulet.tensor.kernel.gemm.PairTile;
import rivulet.tensor.kernel.gemm.Product;
import rivulet.tensor.kernel.gemm.QuadTile;
import rivulet.tensor.kernel.gemm.RunTile;
import rivulet.tensor.kernel.gemm.SingleTile;
import rivulet.tensor.kernel.gemm.Tiles;

/**
 * Every register tile bit for bit against chains of fused multiply-adds, also those that {@link
 * Tiles} takes on other machines or under other flags only.
 */
final class TileParityTest {
  private static final int OUTER = 3;
  private static final int INNER = 7;
  private static final int MOST_COLUMNS = 64;
  private static final int FLOATS = 4096;

  @FunctionalInterface
  interface Kernel {
    void run(Product p, long a, long b, long c);
  }

  /** What a tile requires of A: the terms of a row, or the rows of a term, beside each other. */
  enum Contiguous {
    NOTHING,
    TERMS,
    ROWS
  }

  /**
   * A register tile.
   *
   * @param vectors columns, in vectors of this machine
   * @param contiguous what of A must be contiguous
   * @param oneRun whether there must be one run of terms
   * @param adds whether it adds to C instead of writing to the target
   */
  record Tile(
      String name,
      int rows,
      int vectors,
      Contiguous contiguous,
      boolean oneRun,
      boolean adds,
      Kernel kernel) {
    Tile(String name, int rows, int vectors, Contiguous a, boolean adds, Kernel kernel) {
      this(name, rows, vectors, a, false, adds, kernel);
    }

    int columns() {
      return vectors * Lanes.COUNT;
    }

    @Override
    public String toString() {
      return name + " " + rows + "x" + vectors;
    }
  }

  /** A tile that takes all rows that fill it, and says how many these are. */
  @FunctionalInterface
  interface ManyRows {
    int run(Product p, long a, long b, long c, int rows);
  }

  /** Called with three rows more than two tiles have, which must stay as they are. */
  private static Tile twice(
      String name, int rows, int vectors, Contiguous a, boolean adds, ManyRows kernel) {
    Kernel both =
        (p, i, j, o) -> assertEquals(2 * rows, kernel.run(p, i, j, o, 2 * rows + 3), "rows done");
    return new Tile(name, 2 * rows, vectors, a, true, adds, both);
  }

  static Stream<Tile> tiles() {
    return Stream.of(
        twice("run", 4, 4, Contiguous.TERMS, false, RunTile::quads),
        twice("run", 8, 2, Contiguous.TERMS, false, RunTile::pairs),
        twice("narrow run", 4, 2, Contiguous.TERMS, false, NarrowRunTile::products),
        twice("narrow adding run", 4, 2, Contiguous.ROWS, true, NarrowRunTile::adding),
        twice("adding run", 4, 4, Contiguous.NOTHING, true, AddingTile::quads),
        twice("adding run", 8, 2, Contiguous.NOTHING, true, AddingTile::pairs),
        new Tile("quad", 4, 4, Contiguous.NOTHING, false, QuadTile::rows4),
        new Tile("quad", 3, 4, Contiguous.NOTHING, false, QuadTile::rows3),
        new Tile("quad", 2, 4, Contiguous.NOTHING, false, QuadTile::rows2),
        new Tile("quad", 1, 4, Contiguous.NOTHING, false, QuadTile::rows1),
        new Tile("adding", 4, 4, Contiguous.NOTHING, true, AddingTile::rows4),
        new Tile("pair", 8, 2, Contiguous.NOTHING, false, PairTile::rows8),
        new Tile("pair", 7, 2, Contiguous.NOTHING, false, PairTile::rows7),
        new Tile("pair", 4, 2, Contiguous.NOTHING, false, PairTile::rows4),
        new Tile("pair", 2, 2, Contiguous.NOTHING, false, PairTile::rows2),
        new Tile("pair", 1, 2, Contiguous.NOTHING, false, PairTile::rows1),
        new Tile("narrow", 8, 2, Contiguous.TERMS, false, NarrowTile::rows8),
        new Tile("narrow", 4, 2, Contiguous.TERMS, false, NarrowTile::rows4),
        new Tile("single", 8, 1, Contiguous.NOTHING, false, SingleTile::rows8),
        new Tile("single", 4, 1, Contiguous.NOTHING, false, SingleTile::rows4),
        new Tile("single", 2, 1, Contiguous.NOTHING, false, SingleTile::rows2),
        new Tile("single", 1, 1, Contiguous.NOTHING, false, SingleTile::rows1));
  }

  @ParameterizedTest
  @MethodSource("tiles")
  void bitsOfTheChain(Tile tile) {
    try (Arena arena = Arena.ofShared()) {
      if (tile.contiguous() != Contiguous.ROWS) {
        verify(product(arena, tile, 4, 4L * (OUTER * INNER + 5)), tile);
      }
      if (tile.contiguous() != Contiguous.TERMS) {
        verify(product(arena, tile, 4L * 29, 4), tile);
      }
    }
  }

  private static Product product(Arena arena, Tile tile, long aStep, long aRow) {
    Product p = new Product();
    p.a = floats(arena, 1);
    p.b = floats(arena, 2);
    p.c = floats(arena, 3);
    p.aStep = aStep;
    p.aRow = aRow;
    p.aOuter = aStep * (INNER + 1);
    p.bStep = 4L * (MOST_COLUMNS + 1);
    p.bOuter = p.bStep * (INNER + 2);
    p.cRow = 4L * (MOST_COLUMNS + 3);
    p.outer = tile.oneRun() ? 1 : OUTER;
    p.inner = INNER;
    p.target = p.c;
    p.targetRow = p.cRow;
    return p;
  }

  private static MemorySegment floats(Arena arena, long seed) {
    MemorySegment segment = arena.allocate(4L * FLOATS, 64);
    SampleFloats.fillOrdinary(segment, seed);
    return segment;
  }

  private static void verify(Product p, Tile tile) {
    long a = 8;
    long b = 12;
    long c = 16;
    MemorySegment before = Arena.ofAuto().allocate(4L * FLOATS, 64).copyFrom(p.c);
    tile.kernel().run(p, a, b, c);
    for (long at = 0; at < 4L * FLOATS; at += 4) {
      long row = Math.floorDiv(at - c, p.cRow);
      long column = Math.floorMod(at - c, p.cRow) / 4;
      float expected = Lanes.get(before, at);
      if (row >= 0 && row < tile.rows() && column < tile.columns()) {
        float chain = chain(p, a + row * p.aRow, b + 4 * column);
        expected = tile.adds() ? expected + chain : chain;
      }
      assertEquals(
          Float.floatToIntBits(expected),
          Float.floatToIntBits(Lanes.get(p.c, at)),
          "row " + row + ", column " + column);
    }
  }

  private static float chain(Product p, long a, long b) {
    float chain = 0;
    for (int o = 0; o < p.outer; o++) {
      for (int k = 0; k < p.inner; k++) {
        float x = Lanes.get(p.a, a + o * p.aOuter + k * p.aStep);
        float y = Lanes.get(p.b, b + o * p.bOuter + k * p.bStep);
        chain = Math.fma(x, y, chain);
      }
    }
    return chain;
  }
}
