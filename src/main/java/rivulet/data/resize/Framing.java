package rivulet.data.resize;

/** Which square images are made of a picture. */
public sealed interface Framing {
  /** Rows and columns of an image. */
  int side();

  /** How pixels become fewer. */
  Filter filter();

  /**
   * What is cut out and made smaller: a whole number of images in each direction, none of them if
   * the picture is too small for one.
   */
  Cut cut(int height, int width);

  /** The picture's central square, as large as can be, resized: one image. */
  record CentreSquare(int side, Filter filter) implements Framing {
    public CentreSquare {
      requireSide(side);
    }

    @Override
    public Cut cut(int height, int width) {
      int edge = Math.min(height, width);
      int made = edge < side ? 0 : side;
      return new Cut((height - edge) / 2, (width - edge) / 2, edge, edge, made, made);
    }
  }

  /**
   * Tiles without overlap, row by row from the upper left corner, of the picture made smaller. What
   * is left at the right and at the bottom is left out.
   *
   * @param shrink old pixels in each direction that become one
   */
  record Tiles(int side, int shrink, Filter filter) implements Framing {
    public Tiles {
      requireSide(side);
      if (shrink < 1) {
        throw new IllegalArgumentException("images: `tiles` must be at least 1, found " + shrink);
      }
    }

    @Override
    public Cut cut(int height, int width) {
      int rows = height / shrink / side * side;
      int columns = width / shrink / side * side;
      return new Cut(0, 0, rows * shrink, columns * shrink, rows, columns);
    }
  }

  private static void requireSide(int side) {
    if (side < 1) {
      throw new IllegalArgumentException("images: `size` must be at least 1, found " + side);
    }
  }
}
