package rivulet.tensor.kernel.convolution;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.Layout;
import rivulet.tensor.kernel.Elementwise;

/**
 * The input stage of F(4×4, 3×3), of convolutions and of kernel gradients: rows of tiles of an
 * image in a bordered layout come to 36 planes. Tiles that reach beyond the bordered image read
 * zeros from scratch memory.
 */
final class WinogradFourInput {
  /** Outputs of a tile, by side. */
  static final int TILE = 4;

  /** Inputs of a tile, by side. */
  static final int SIDE = 6;

  private static final long SKEW = WinogradConvolution.SKEW;

  private final Layout in;
  private final int tileColumns;

  /** Of images in the layout {@code in}, which has a border. */
  WinogradFourInput(Layout in) {
    this.in = in;
    this.tileColumns = tiles(in.shape().width());
  }

  /** Tiles that cover {@code extent} outputs. */
  static int tiles(int extent) {
    return (extent + TILE - 1) / TILE;
  }

  /** Bytes of scratch: two patches of six rows. */
  long scratchBytes() {
    return 2 * SIDE * rowBytes();
  }

  /** Bytes of one row of pixels that a row of tiles reads, zeros to the right included. */
  private long rowBytes() {
    return in.pixelBytes() * (TILE * tileColumns + 2) + SKEW;
  }

  /** Bytes of a row of the bordered image that tiles read. */
  private long bordered() {
    return Math.min(in.rowBytes(), rowBytes() - SKEW);
  }

  /** Zeros to the right of the bordered image; they stay while nothing else uses the scratch. */
  void clear(MemorySegment scratch, long at) {
    int floats = (int) ((rowBytes() - SKEW - bordered()) / 4);
    for (int k = 0; k < SIDE && floats > 0; k++) {
      Elementwise.fill(0f, scratch, at + k * rowBytes() + bordered(), floats);
    }
  }

  /**
   * Transforms the row of tiles that starts at pixel row {@code row} of the image at {@code from +
   * image}; rows below the bordered image are zero.
   *
   * @param at scratch, {@link #clear}ed
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
    int inside = in.shape().height() + 2 - row;
    long start = image + row * in.rowBytes();
    if (inside >= SIDE) {
      tiles(from, start, in.rowBytes(), scratch, at, to, plane);
      return;
    }
    long patch = at + SIDE * rowBytes();
    int floats = (int) (bordered() / 4);
    for (int k = 0; k < SIDE; k++) {
      if (k < inside) {
        Elementwise.copy(from, start + k * in.rowBytes(), scratch, patch + k * rowBytes(), floats);
      } else {
        Elementwise.fill(0f, scratch, patch + k * rowBytes(), floats);
      }
    }
    tiles(scratch, patch, rowBytes(), scratch, at, to, plane);
  }

  /** From tile to tile, while the columns of the last one are in the first-level cache. */
  private void tiles(
      MemorySegment from,
      long image,
      long imageRow,
      MemorySegment scratch,
      long columns,
      long to,
      long plane) {
    long pixel = in.pixelBytes();
    long start = 0;
    for (int tile = 0; tile < tileColumns; tile++) {
      long end = Math.min(bordered(), (TILE * tile + SIDE) * pixel);
      WinogradFourTransform.inputColumns(
          from, image + start, imageRow, scratch, columns + start, rowBytes(), end - start);
      start = end;
      WinogradFourTransform.inputRows(
          scratch, columns + TILE * tile * pixel, rowBytes(), pixel, to + tile * pixel, plane);
    }
  }
}
