package rivulet.inspect.plane;

import java.util.Arrays;

/**
 * Values at the nodes of a square grid.
 *
 * @param side nodes in a row, at least 2
 * @param values side² of them, row by row from the bottom
 */
record NodeGrid(int side, double[] values) {
  NodeGrid {
    if (side < 2 || values.length != side * side) {
      throw new IllegalArgumentException(
          "picture: a grid of side %d has %d values".formatted(side, values.length));
    }
  }

  double at(int row, int column) {
    return values[row * side + column];
  }

  /** The same, with what is lower, or no number, raised to the least. */
  NodeGrid atLeast(double least) {
    double[] raised = values.clone();
    for (int i = 0; i < raised.length; i++) {
      raised[i] = raised[i] >= least ? raised[i] : least;
    }
    return new NodeGrid(side, raised);
  }

  /** The value below which that share of the numbers lies. */
  double quantile(double share) {
    double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))];
  }

  /**
   * Between the nodes, by cubics that pass through them (Catmull and Rom); the edge goes on as it
   * is.
   *
   * @param x 0 at the left edge to 1 at the right
   * @param y 0 at the bottom to 1 at the top
   */
  double between(double x, double y) {
    double column = x * (side - 1);
    double row = y * (side - 1);
    int c = Math.clamp((int) column, 0, side - 2);
    int r = Math.clamp((int) row, 0, side - 2);
    double[] rows = new double[4];
    for (int i = 0; i < rows.length; i++) {
      int at = Math.clamp(r - 1 + i, 0, side - 1);
      rows[i] =
          cubic(
              at(at, Math.max(0, c - 1)),
              at(at, c),
              at(at, c + 1),
              at(at, Math.min(side - 1, c + 2)),
              column - c);
    }
    return cubic(rows[0], rows[1], rows[2], rows[3], row - r);
  }

  private static double cubic(double before, double from, double to, double after, double t) {
    double first = (to - before) / 2;
    double second = before - 2.5 * from + 2 * to - after / 2;
    double third = (after - before) / 2 + 1.5 * (from - to);
    return from + t * (first + t * (second + t * third));
  }
}
