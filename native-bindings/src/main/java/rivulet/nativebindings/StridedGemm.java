package rivulet.nativebindings;

/**
 * One call of a matrix product, {@code C = A·B} or {@code C += A·B} in float32 for {@code batch}
 * equally spaced matrices: rows, leading dimensions and addresses as the BLAS family asks for them,
 * but row-major. A is {@code rows × terms}, or {@code terms × rows} in memory if it is transposed;
 * B is {@code terms × columns}. Mutable and reused; one per thread.
 *
 * <p>Addresses are those of the memory that the library computes in: of the device for cuBLAS, of
 * the host for OpenBLAS. They are not checked here. A and B of a batch may overlap or be the same
 * (spacing 0).
 */
public final class StridedGemm {
  int rows;
  int columns;
  int terms;
  boolean transposed;
  boolean accumulate;
  int batch;
  long a;
  int aLeading;
  long aSpacing;
  long b;
  int bLeading;
  long bSpacing;
  long c;
  int cLeading;
  long cSpacing;

  /** Begins a call for one matrix; the operands are given next. */
  public StridedGemm extent(int rows, int columns, int terms) {
    if (rows < 1 || columns < 1 || terms < 1) {
      throw new IllegalArgumentException(
          "gemm: rows, columns and terms must be at least 1, found "
              + rows
              + ", "
              + columns
              + ", "
              + terms);
    }
    this.rows = rows;
    this.columns = columns;
    this.terms = terms;
    this.batch = 1;
    this.aSpacing = 0;
    this.bSpacing = 0;
    this.cSpacing = 0;
    return this;
  }

  /**
   * Repeats the product.
   *
   * @param aSpacing floats from one A to the next, and so on
   */
  public StridedGemm batch(int count, long aSpacing, long bSpacing, long cSpacing) {
    if (count < 1 || aSpacing < 0 || bSpacing < 0 || (count > 1 && cSpacing < 1)) {
      throw new IllegalArgumentException(
          "gemm: a batch of "
              + count
              + " with spacing "
              + aSpacing
              + ", "
              + bSpacing
              + ", "
              + cSpacing
              + "; counts start at 1, spacings at 0, that of C at 1");
    }
    this.batch = count;
    this.aSpacing = aSpacing;
    this.bSpacing = bSpacing;
    this.cSpacing = cSpacing;
    return this;
  }

  /** A at an address, {@code leading} floats from one of its rows in memory to the next. */
  public StridedGemm left(long address, int leading, boolean transposed) {
    requireLeading("A", leading, transposed ? rows : terms);
    this.a = address;
    this.aLeading = leading;
    this.transposed = transposed;
    return this;
  }

  /** B at an address. */
  public StridedGemm right(long address, int leading) {
    requireLeading("B", leading, columns);
    this.b = address;
    this.bLeading = leading;
    return this;
  }

  /** C at an address; {@code accumulate} adds to what it holds. */
  public StridedGemm result(long address, int leading, boolean accumulate) {
    requireLeading("C", leading, columns);
    this.c = address;
    this.cLeading = leading;
    this.accumulate = accumulate;
    return this;
  }

  private static void requireLeading(String name, int leading, int least) {
    if (leading < least) {
      throw new IllegalArgumentException(
          "gemm: a row of "
              + name
              + " has "
              + least
              + " floats, its leading dimension is "
              + leading);
    }
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  public int terms() {
    return terms;
  }

  /** Matrices of the batch. */
  public int batch() {
    return batch;
  }

  /** Whether C is added to. */
  public boolean accumulates() {
    return accumulate;
  }

  /** Address of an element of A, transposition included. */
  public long a(int matrix, int row, int term) {
    long index = transposed ? (long) term * aLeading + row : (long) row * aLeading + term;
    return a + 4 * (matrix * aSpacing + index);
  }

  /** Address of an element of B. */
  public long b(int matrix, int term, int column) {
    return b + 4 * (matrix * bSpacing + (long) term * bLeading + column);
  }

  /** Address of an element of C. */
  public long c(int matrix, int row, int column) {
    return c + 4 * (matrix * cSpacing + (long) row * cLeading + column);
  }
}
