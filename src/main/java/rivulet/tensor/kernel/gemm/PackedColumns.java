package rivulet.tensor.kernel.gemm;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.Layout;
import rivulet.tensor.kernel.Elementwise;

/**
 * A block of B in panels of 64 columns: the rows of a panel follow each other without a gap,
 * whatever the rows of B are apart, and the last panel is padded with zeros to a multiple of 16
 * columns. So a tile reads one run of memory instead of a line from every page, and an odd number
 * of columns needs no other kernel. Mutable, part of one {@link Gemm}.
 */
final class PackedColumns {
  /** Most columns of a block. */
  static final int COLUMNS = 1024;

  /** Bytes of the largest block. */
  static final long BYTES = 4L * COLUMNS * Gemm.TERMS;

  private final MemorySegment memory;
  private final long at;
  private int rows;

  PackedColumns(MemorySegment memory, long at) {
    this.memory = memory;
    this.at = at;
  }

  /**
   * Copies a block of B.
   *
   * @param row first row of B
   * @param count rows, at most {@value Gemm#TERMS}
   * @param end column after the last one, at most {@value #COLUMNS} after the first
   */
  void pack(Matrix b, int row, int count, int column, int end) {
    rows = count;
    int whole = (end - column) / Product.PANEL;
    int rest = (end - column) % Product.PANEL;
    int zeros = Layout.padded(rest) - rest;
    for (int k = 0; k < count; k++) {
      long from = b.at() + (row + k) * b.rowBytes() + 4L * column;
      long to = at + k * Product.PANEL_BYTES;
      Tiles.copyPanels(b.segment(), from, memory, to, whole, panelBytes());
      if (rest > 0) {
        long tail = to + whole * panelBytes();
        Elementwise.copy(b.segment(), from + whole * Product.PANEL_BYTES, memory, tail, rest);
        Elementwise.fill(0f, memory, tail + 4L * rest, zeros);
      }
    }
  }

  private long panelBytes() {
    return rows * Product.PANEL_BYTES;
  }

  /** Makes the block the right side of a product. */
  void into(Product product) {
    product.b = memory;
    product.bStep = Product.PANEL_BYTES;
    product.bPanel = panelBytes();
  }

  /** Where a column of the block starts. */
  long column(int column) {
    return at + column / Product.PANEL * panelBytes() + 4L * (column % Product.PANEL);
  }
}
