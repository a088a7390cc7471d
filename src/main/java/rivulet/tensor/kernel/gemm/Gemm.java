package rivulet.tensor.kernel.gemm;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.Layout;
import rivulet.tensor.kernel.Elementwise;

/**
 * Products of row-major float32 matrices, {@code C = A·B} and {@code C += A·B}, A also transposed.
 * Mutable, one per thread; nothing is allocated in a call.
 *
 * <p>Bits: an element is the sum, in ascending order and rounded after each, of chains of {@value
 * #TERMS} fused multiply-adds along K, each started at zero; the old C comes first if it is kept.
 * Padding and tiles change no bit.
 *
 * <p>Wide products of many rows pack B, {@value #TERMS} rows and up to 1024 columns at a time (see
 * {@link PackedColumns}), and take {@value #STRIP} rows of A through the whole block: their terms
 * stay in the first-level cache, and C is written in long runs, which the hardware fetches ahead of
 * the tiles. 103 GFLOP/s at 1024³ and 99 at 1001³, instead of 92 and 82 with B read in place, where
 * its rows are a page apart. Smaller products read B in place, panel by panel, and copy only
 * columns after the last multiple of 16: packing took 3 % of the time at 256³, 8 % at 64 rows.
 * Benchmark: GemmBenchmark.
 */
public final class Gemm {
  /** Terms of K in one chain; part of the bits contract. */
  static final int TERMS = 256;

  /** Rows of the padded product of the last columns. */
  private static final int ROWS = 192;

  /** Bytes of a padded row. */
  private static final long PADDED = 4L * Layout.LANES;

  /** Rows that go through a packed block together: their terms stay in the first-level cache. */
  private static final int STRIP = 4;

  /** Rows and columns from which packing B is faster. */
  private static final int PACKING_ROWS = 512;

  private static final int PACKING_COLUMNS = 384;

  /** Bytes of scratch that a multiplier of any matrices needs. */
  public static final long SCRATCH_BYTES = PADDED * ROWS + PackedColumns.BYTES;

  private final Product product = new Product();
  private final MemorySegment scratch;
  private final long scratchAt;
  private final PackedColumns packed;
  private final int mostColumns;

  /**
   * A multiplier.
   *
   * @param scratch native memory, not shared with another multiplier
   * @param at where {@link #SCRATCH_BYTES} of it start
   */
  public Gemm(MemorySegment scratch, long at) {
    this(scratch, at, Integer.MAX_VALUE);
  }

  /**
   * A multiplier for right sides of at most so many columns.
   *
   * @param at where {@link #scratchBytes} start
   */
  Gemm(MemorySegment scratch, long at, int columns) {
    long bytes = scratchBytes(columns);
    if (!scratch.isNative() || at < 0 || scratch.byteSize() - at < bytes) {
      throw new IllegalArgumentException(
          "gemm: scratch must be native memory with "
              + bytes
              + " bytes from byte "
              + at
              + ", the segment has "
              + scratch.byteSize());
    }
    this.scratch = scratch;
    this.scratchAt = at;
    this.packed = new PackedColumns(scratch, at + PADDED * ROWS);
    this.mostColumns = columns;
  }

  /** Bytes of scratch that a multiplier for right sides of at most so many columns needs. */
  static long scratchBytes(int columns) {
    return columns < PACKING_COLUMNS
        ? PADDED * ROWS + TERMS * Product.PANEL_BYTES // its last columns are packed all the same
        : SCRATCH_BYTES;
  }

  /**
   * Throws {@link IllegalArgumentException} unless A is m×k, B is k×n and C is m×n, apart from A
   * and B in memory.
   */
  public static void check(Matrix a, Matrix b, Matrix c) {
    checkShapes("A", a.rows(), a.columns(), b, c);
    checkApart(a, b, c);
  }

  private static void checkShapes(String left, int rows, int terms, Matrix b, Matrix c) {
    if (terms != b.rows()) {
      throw new IllegalArgumentException(
          "gemm: inner dimensions differ: %s is %dx%d, B is %s"
              .formatted(left, rows, terms, b.extent()));
    }
    if (c.rows() != rows || c.columns() != b.columns()) {
      throw new IllegalArgumentException(
          "gemm: C is %s, the product of %s %dx%d and B %s is %dx%d"
              .formatted(c.extent(), left, rows, terms, b.extent(), rows, b.columns()));
    }
  }

  private static void checkApart(Matrix a, Matrix b, Matrix c) {
    if (c.overlaps(a) || c.overlaps(b)) {
      throw new IllegalArgumentException(
          "gemm: C overlaps " + (c.overlaps(a) ? "A" : "B") + "; give it memory of its own");
    }
  }

  /**
   * {@code C = A·B}, or {@code C += A·B}. Only {@code c} is modified.
   *
   * @throws IllegalArgumentException as {@link #check} says
   */
  public void multiply(Matrix a, Matrix b, Matrix c, boolean accumulate) {
    check(a, b, c);
    chains(a, a.rowBytes(), 4, b, c, accumulate);
  }

  /**
   * {@code C = Aᵀ·B}, or {@code C += Aᵀ·B}, in the same order. Only {@code c} is modified; A and B
   * may be the same.
   *
   * @throws IllegalArgumentException unless A is k×m, B is k×n and C is m×n, apart from A and B in
   *     memory
   */
  public void multiplyTransposed(Matrix a, Matrix b, Matrix c, boolean accumulate) {
    checkShapes("transposed A", a.columns(), a.rows(), b, c);
    checkApart(a, b, c);
    chains(a, 4, a.rowBytes(), b, c, accumulate);
  }

  /** The product with an A whose rows and terms are so many bytes apart. */
  private void chains(Matrix a, long aRow, long aStep, Matrix b, Matrix c, boolean accumulate) {
    if (b.columns() > mostColumns) {
      throw new IllegalArgumentException(
          "gemm: made for at most " + mostColumns + " columns, B is " + b.extent());
    }
    Product p = product;
    p.a = a.segment();
    p.aRow = aRow;
    p.aStep = aStep;
    p.outer = 1;
    for (int k = 0; k < b.rows(); k += TERMS) {
      p.inner = Math.min(TERMS, b.rows() - k);
      boolean add = accumulate || k > 0;
      if (c.rows() >= PACKING_ROWS && b.columns() >= PACKING_COLUMNS) {
        packed(a, b, c, k, add);
      } else {
        inPlace(a, b, c, k, add);
      }
    }
  }

  /** Adds one chain to all elements, reading B where it lies but for its last columns. */
  private void inPlace(Matrix a, Matrix b, Matrix c, int k, boolean add) {
    int even = even(b.columns());
    if (even > 0) {
      product.b = b.segment();
      product.bStep = b.rowBytes();
      product.bPanel = Product.PANEL_BYTES;
      into(c, add);
      product.run(left(a, 0, k), b.at() + k * b.rowBytes(), c.at(), c.rows(), even);
    }
    if (even < b.columns()) {
      packed.pack(b, k, product.inner, even, b.columns());
      packed.into(product);
      for (int row = 0; row < c.rows(); row += ROWS) {
        int rows = Math.min(ROWS, c.rows() - row);
        lastColumns(left(a, row, k), packed.column(0), c, row, rows, even, add);
      }
    }
  }

  /** Adds one chain to all elements, packing B block by block. */
  private void packed(Matrix a, Matrix b, Matrix c, int k, boolean add) {
    for (int column = 0; column < b.columns(); column += PackedColumns.COLUMNS) {
      int end = Math.min(column + PackedColumns.COLUMNS, b.columns());
      packed.pack(b, k, product.inner, column, end);
      packed.into(product);
      for (int row = 0; row < c.rows(); row += STRIP) {
        int rows = Math.min(STRIP, c.rows() - row);
        strip(left(a, row, k), c, row, rows, column, end, add);
      }
    }
  }

  private void strip(long a, Matrix c, int row, int rows, int column, int end, boolean add) {
    int even = even(end - column);
    into(c, add);
    product.run(a, packed.column(0), at(c, row, column), rows, even);
    if (column + even < end) {
      lastColumns(a, packed.column(even), c, row, rows, column + even, add);
    }
  }

  private static int even(int columns) {
    return columns / Layout.LANES * Layout.LANES;
  }

  private static long at(Matrix matrix, int row, int column) {
    return matrix.at() + row * matrix.rowBytes() + 4L * column;
  }

  /** Where term {@code k} of a row of the left side lies. */
  private long left(Matrix a, int row, int k) {
    return a.at() + row * product.aRow + k * product.aStep;
  }

  private void into(Matrix c, boolean add) {
    product.c = c.segment();
    product.cRow = c.rowBytes();
    product.accumulate = add;
  }

  /** The columns from {@code column} to the last one, fewer than 16, through a padded product. */
  private void lastColumns(
      long a, long panel, Matrix c, int row, int rows, int column, boolean add) {
    product.c = scratch;
    product.cRow = PADDED;
    product.accumulate = false;
    product.run(a, panel, scratchAt, rows, Layout.LANES);
    int width = c.columns() - column;
    for (int i = 0; i < rows; i++) {
      long from = scratchAt + i * PADDED;
      if (add) {
        Elementwise.accumulate(scratch, from, c.segment(), at(c, row + i, column), width);
      } else {
        Elementwise.copy(scratch, from, c.segment(), at(c, row + i, column), width);
      }
    }
  }
}
