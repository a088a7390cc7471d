package rivulet.tensor.kernel.gemm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import rivulet.tensor.kernel.convolution.Band;

/**
 * One matrix product {@code C = A·B} or {@code C += A·B} with free strides, the operand of every
 * register tile. K runs over {@code outer × inner} terms in that order, one fused multiply-add per
 * term and output element; so the bits of an element depend on neither tile nor machine. All
 * strides are bytes. Mutable and reused; one per {@link Band}.
 *
 * <p>Element {@code A[m, (o,k)]} is the float at {@code aBase + m·aRow + o·aOuter + k·aStep}; the
 * rows of B are contiguous in panels of {@value #PANEL} columns, the last of which ends at a
 * multiple of 16; one panel follows the other in the same row unless {@link #bPanel} says
 * otherwise.
 */
public final class Product {
  /** Columns of a panel of B. */
  static final int PANEL = 64;

  /** From one panel to the next where the rows of B are contiguous. */
  static final long PANEL_BYTES = 4L * PANEL;

  public MemorySegment a;
  public MemorySegment b;
  public MemorySegment c;
  public long aRow;
  public long aStep;
  public long aOuter;
  public long bStep;
  public long bOuter;

  /** From 64 columns of B to the next 64. */
  long bPanel = PANEL_BYTES;

  public long cRow;
  public int outer;
  public int inner;
  public boolean accumulate;

  /** Where tiles that do not add store: C, or {@link #sums} if those are to be added to it. */
  public MemorySegment target;

  public long targetRow;

  /** The sums of one tile on their way to C; freed with the product. */
  final MemorySegment sums = Arena.ofAuto().allocate(Tiles.MOST_ROWS * Tiles.SUM_ROW, 64);

  /** Matrices without gaps: A has {@code terms} columns, B and C have {@code columns}. */
  public void contiguous(int terms, int columns) {
    aRow = 4L * terms;
    aStep = 4;
    aOuter = 0;
    bStep = 4L * columns;
    bOuter = 0;
    cRow = 4L * columns;
    outer = 1;
    inner = terms;
    accumulate = false;
  }

  /**
   * Computes {@code rows × columns} elements.
   *
   * @param columns a multiple of 16
   */
  public void run(long aBase, long bBase, long cBase, int rows, int columns) {
    Tiles.run(this, aBase, bBase, cBase, rows, columns);
  }
}
