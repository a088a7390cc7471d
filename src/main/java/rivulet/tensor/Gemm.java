package rivulet.tensor;

import java.lang.foreign.MemorySegment;

/**
 * Products of row-major float32 matrices, {@code C = A·B} and {@code C += A·B}. Mutable, one per
 * thread; nothing is allocated in a call.
 *
 * <p>Bits: an element is the sum, in ascending order and rounded after each, of chains of {@value
 * #TERMS} fused multiply-adds along K, each started at zero; the old C comes first if it is kept.
 * Padding and tiles change no bit.
 *
 * <p>B is read where it lies, {@value #TERMS} rows at a time, so that a tile's panel of 64 columns
 * (64 KiB) stays in the second-level cache; only columns after the last multiple of 16 are copied
 * to a padded panel. Copying all of B to panels was tried: 81 GFLOP/s instead of 98 at 1024³, 106
 * instead of 112 at 256³. Benchmark: GemmBenchmark.
 */
public final class Gemm {
  /** Terms of K in one chain; part of the bits contract. */
  static final int TERMS = 256;

  /** Rows of the padded product of the last columns. */
  private static final int ROWS = 192;

  /** Bytes of a padded row. */
  private static final long PADDED = 4L * Layout.LANES;

  /** Bytes of scratch that a multiplier needs. */
  public static final long SCRATCH_BYTES = PADDED * (ROWS + TERMS);

  private final Product product = new Product();
  private final MemorySegment scratch;
  private final long scratchAt;

  /**
   * A multiplier.
   *
   * @param scratch native memory, not shared with another multiplier
   * @param at where {@link #SCRATCH_BYTES} of it start
   */
  public Gemm(MemorySegment scratch, long at) {
    if (!scratch.isNative() || at < 0 || scratch.byteSize() - at < SCRATCH_BYTES) {
      throw new IllegalArgumentException(
          "gemm: scratch must be native memory with "
              + SCRATCH_BYTES
              + " bytes from byte "
              + at
              + ", the segment has "
              + scratch.byteSize());
    }
    this.scratch = scratch;
    this.scratchAt = at;
  }

  /**
   * Throws {@link IllegalArgumentException} unless A is m×k, B is k×n and C is m×n, apart from A
   * and B in memory.
   */
  public static void check(Matrix a, Matrix b, Matrix c) {
    if (a.columns() != b.rows()) {
      throw new IllegalArgumentException(
          "gemm: inner dimensions differ: A is " + a.extent() + ", B is " + b.extent());
    }
    if (c.rows() != a.rows() || c.columns() != b.columns()) {
      throw new IllegalArgumentException(
          "gemm: C is "
              + c.extent()
              + ", the product of A "
              + a.extent()
              + " and B "
              + b.extent()
              + " is "
              + a.rows()
              + "x"
              + b.columns());
    }
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
    product.a = a.segment();
    product.aRow = a.rowBytes();
    product.aStep = 4;
    product.outer = 1;
    int even = b.columns() / Layout.LANES * Layout.LANES;
    for (int k = 0; k < a.columns(); k += TERMS) {
      product.inner = Math.min(TERMS, a.columns() - k);
      boolean add = accumulate || k > 0;
      evenColumns(a, b, c, k, even, add);
      if (even < b.columns()) {
        lastColumns(a, b, c, k, even, add);
      }
    }
  }

  private void evenColumns(Matrix a, Matrix b, Matrix c, int k, int even, boolean add) {
    Product p = product;
    p.b = b.segment();
    p.bStep = b.rowBytes();
    p.c = c.segment();
    p.cRow = c.rowBytes();
    p.accumulate = add;
    p.run(a.at() + 4L * k, b.at() + k * b.rowBytes(), c.at(), a.rows(), even);
  }

  private void lastColumns(Matrix a, Matrix b, Matrix c, int k, int column, boolean add) {
    Product p = product;
    int width = b.columns() - column;
    long panel = scratchAt + ROWS * PADDED;
    pack(b, k, column, width, panel);
    p.b = scratch;
    p.bStep = PADDED;
    p.c = scratch;
    p.cRow = PADDED;
    p.accumulate = false;
    for (int row = 0; row < a.rows(); row += ROWS) {
      int rows = Math.min(ROWS, a.rows() - row);
      p.run(a.at() + row * a.rowBytes() + 4L * k, panel, scratchAt, rows, Layout.LANES);
      store(c, c.at() + row * c.rowBytes() + 4L * column, rows, width, add);
    }
  }

  private void pack(Matrix b, int k, int column, int width, long panel) {
    long from = b.at() + k * b.rowBytes() + 4L * column;
    long to = panel;
    for (int row = 0; row < product.inner; row++) {
      Elementwise.copy(b.segment(), from, scratch, to, width);
      Elementwise.fill(0f, scratch, to + 4L * width, Layout.LANES - width);
      from += b.rowBytes();
      to += PADDED;
    }
  }

  /** Takes the columns that count from a padded product. */
  private void store(Matrix c, long to, int rows, int width, boolean add) {
    for (int row = 0; row < rows; row++) {
      long from = scratchAt + row * PADDED;
      long target = to + row * c.rowBytes();
      if (add) {
        Elementwise.accumulate(scratch, from, c.segment(), target, width);
      } else {
        Elementwise.copy(scratch, from, c.segment(), target, width);
      }
    }
  }
}
