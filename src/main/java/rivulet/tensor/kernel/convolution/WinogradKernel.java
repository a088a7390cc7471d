package rivulet.tensor.kernel.convolution;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.Layout;
import rivulet.tensor.kernel.gemm.Tiles;

/**
 * Packs the weights of a Winograd convolution: {@code G g Gᵀ} in float64, rounded once. Packed
 * order: position in the transform, input channel, output channel.
 */
final class WinogradKernel {
  private WinogradKernel() {}

  /** One step of {@code G g Gᵀ}. */
  @FunctionalInterface
  interface Row {
    /** Element {@code row} of {@code G (a, b, c)ᵀ}. */
    double of(int row, double a, double b, double c);
  }

  /**
   * Packs a canonical kernel at {@code w + at}.
   *
   * @param side rows of G
   * @param plane bytes from one position to the next in {@code packed}
   */
  static void pack(
      Row g,
      int side,
      KernelIndex index,
      MemorySegment w,
      long at,
      MemorySegment packed,
      long to,
      long plane) {
    long stride = Layout.padded(index.outputs());
    for (int i = 0; i < index.inputs(); i++) {
      for (int o = 0; o < index.outputs(); o++) {
        long position = to + 4L * (i * stride + o);
        for (int row = 0; row < side; row++) {
          double a = transformedRow(g, index, w, at, o, i, 0, row);
          double b = transformedRow(g, index, w, at, o, i, 1, row);
          double c = transformedRow(g, index, w, at, o, i, 2, row);
          for (int column = 0; column < side; column++) {
            float value = (float) g.of(column, a, b, c);
            packed.set(Tiles.FLOAT, position + (side * row + column) * plane, value);
          }
        }
      }
    }
  }

  private static double transformedRow(
      Row g, KernelIndex index, MemorySegment w, long at, int o, int i, int column, int row) {
    return g.of(
        row,
        index.weight(w, at, o, i, column),
        index.weight(w, at, o, i, 3 + column),
        index.weight(w, at, o, i, 6 + column));
  }
}
