package rivulet.tensor.kernel.convolution;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.Layout;
import rivulet.tensor.kernel.Elementwise;

/**
 * The cotangents' stage of kernel gradients by the transpose of F(4×4, 3×3): rows of tiles of 4×4
 * pixels come to 36 planes. Pixels beyond the image count as zero.
 */
final class WinogradFourCotangents {
  private static final int TILE = WinogradFourInput.TILE;
  private static final int SIDE = WinogradFourInput.SIDE;

  private final Layout g;
  private final int tileColumns;

  WinogradFourCotangents(Layout g) {
    this.g = g;
    this.tileColumns = WinogradFourInput.tiles(g.shape().width());
  }

  /** Bytes of scratch: the columns of a tile, and four rows with zeros to the right. */
  long scratchBytes() {
    return SIDE * columnRow() + TILE * patchRow();
  }

  /** Bytes of one row of the columns of a tile. */
  private long columnRow() {
    return TILE * g.pixelBytes() + WinogradConvolution.SKEW;
  }

  private long patchRow() {
    return TILE * tileColumns * g.pixelBytes();
  }

  /**
   * Transforms the row of tiles that starts at pixel row {@code row} of the image at {@code from +
   * image}.
   *
   * @param at scratch, whose content does not count
   * @param to where position 0 of the first tile goes, in the segment of the scratch
   * @param plane bytes from one position to the next
   */
  void row(
      MemorySegment from,
      long image,
      int row,
      MemorySegment scratch,
      long at,
      long to,
      long plane) {
    long start = image + g.origin() + row * g.rowBytes();
    int inside = Math.min(TILE, g.shape().height() - row);
    if (inside == TILE && g.shape().width() % TILE == 0) {
      tiles(from, start, g.rowBytes(), scratch, at, to, plane);
      return;
    }
    long patch = at + SIDE * columnRow();
    int floats = (int) (patchRow() / 4);
    Elementwise.fill(0f, scratch, patch, TILE * floats);
    for (int k = 0; k < inside; k++) {
      long line = patch + k * patchRow();
      Elementwise.copy(from, start + k * g.rowBytes(), scratch, line, g.rowFloats());
    }
    tiles(scratch, patch, patchRow(), scratch, at, to, plane);
  }

  private void tiles(
      MemorySegment from,
      long image,
      long imageRow,
      MemorySegment scratch,
      long columns,
      long to,
      long plane) {
    long pixel = g.pixelBytes();
    for (int tile = 0; tile < tileColumns; tile++) {
      CotangentFourTransform.columns(
          from, image + TILE * tile * pixel, imageRow, scratch, columns, columnRow(), TILE * pixel);
      CotangentFourTransform.rows(scratch, columns, columnRow(), pixel, to + tile * pixel, plane);
    }
  }
}
