package rivulet.tensor.kernel.gemm;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.Layout;
import rivulet.tensor.kernel.Elementwise;
import rivulet.tensor.kernel.Lanes;

/**
 * Brings the singular values of a tall matrix X near 1 and keeps its singular vectors: {@value
 * #STEPS} steps
 *
 * <pre>
 *   S = XᵀX      X ← X·(a·I + b·S + c·S²)
 * </pre>
 *
 * <p>which take every singular value σ to σ·(a + b·σ² + c·σ⁴). With the factors of Keller Jordan's
 * Muon (2024) singular values from 0.01 to 1 end between 0.681 and 1.135; they are chosen for steep
 * growth from zero and do not converge. Smaller ones grow by a = 3.44 per step; none that is at
 * most 1 ends above 1.203.
 *
 * <p>Bits: products as {@link Gemm} makes them, the polynomial {@code fma(b, S, c·S²)}, then a
 * added on the diagonal. Products with the transposed left side need no copy of X; S and S² are
 * symmetric bit for bit. For 585×64, 51 million floating-point operations in 0.23 ms. Mutable;
 * nothing is allocated in a call. Benchmark: NewtonSchulzBenchmark.
 */
public final class NewtonSchulz {
  /** Steps of {@link #run}; an odd number, so that the result is not where the input was. */
  public static final int STEPS = 5;

  /** Factor of X. */
  public static final float A = 3.4445f;

  /** Factor of X·S. */
  public static final float B = -4.7750f;

  /** Factor of X·S². */
  public static final float C = 2.0315f;

  private final Gemm gemm;
  private final Matrix input;
  private final Matrix result;
  private final Matrix gram;
  private final Matrix square;

  /**
   * Steps for matrices of one shape.
   *
   * @param rows at least as many as columns
   * @param scratch native memory; users of the same memory take turns
   * @param at where {@link #scratchBytes} of it start
   */
  public NewtonSchulz(int rows, int columns, MemorySegment scratch, long at) {
    if (rows < columns) {
      throw new IllegalArgumentException(
          "newton-schulz: needs at least as many rows as columns, found "
              + rows
              + "x"
              + columns
              + "; transpose it");
    }
    long matrix = Layout.aligned(4L * rows * columns);
    long small = Layout.aligned(4L * columns * columns);
    gemm = new Gemm(scratch, at, columns);
    long first = at + Layout.aligned(Gemm.scratchBytes(columns));
    input = new Matrix(scratch, first, rows, columns);
    result = new Matrix(scratch, first + matrix, rows, columns);
    gram = new Matrix(scratch, first + 2 * matrix, columns, columns);
    square = new Matrix(scratch, first + 2 * matrix + small, columns, columns);
  }

  /** Bytes of scratch memory for a shape. */
  public static long scratchBytes(int rows, int columns) {
    return Layout.aligned(Gemm.scratchBytes(columns))
        + 2 * Layout.aligned(4L * rows * columns)
        + 2 * Layout.aligned(4L * columns * columns);
  }

  /** Where X is put before {@link #run}, of a Frobenius norm of at most 1. */
  public Matrix input() {
    return input;
  }

  /** Where X is after {@link #run}, until the scratch memory has its next use. */
  public Matrix result() {
    return result;
  }

  /** All steps; the input is used up. */
  public void run() {
    for (int step = 0; step < STEPS; step++) {
      boolean even = step % 2 == 0;
      step(even ? input : result, even ? result : input);
    }
  }

  private void step(Matrix from, Matrix to) {
    gemm.multiplyTransposed(from, from, gram, false);
    gemm.multiply(gram, gram, square, false);
    MemorySegment memory = gram.segment();
    int n = gram.rows() * gram.columns();
    Elementwise.scale(memory, square.at(), C, memory, square.at(), n);
    Elementwise.accumulateScaled(B, memory, gram.at(), memory, square.at(), n);
    for (int i = 0; i < square.rows(); i++) {
      long at = square.at() + i * (square.rowBytes() + 4);
      Lanes.set(memory, at, Lanes.get(memory, at) + A);
    }
    gemm.multiply(from, square, to, false);
  }
}
