package rivulet.autodiff;

import rivulet.tensor.Shape;

/**
 * The cases of a pixel by its place: first, inner or last row, and the same of its column. An image
 * that is the same within each case is told by at most 3×3 pixels.
 */
public final class Cases {
  private Cases() {}

  /** Case of place {@code at} of an extent: 0 first, last the highest. */
  public static int of(int at, int extent) {
    if (at == extent - 1) {
      return Math.min(3, extent) - 1;
    }
    return Math.min(at, 1);
  }

  /** Planar index of the case of planar index {@code i}. */
  static int index(int i, Shape whole, Shape cases) {
    int x = i % whole.width();
    int y = i / whole.width() % whole.height();
    int c = i / whole.pixels();
    int row = c * cases.height() + of(y, whole.height());
    return row * cases.width() + of(x, whole.width());
  }
}
