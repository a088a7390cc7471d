package rivulet.inspect.plane;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lines on which a grid has one value, by marching squares: a line crosses an edge between two
 * nodes where the value, linear between them, is the level. A saddle's two pieces are joined by the
 * mean of its four nodes (Wyvill, McPheeters and Wyvill 1986).
 */
final class Contour {
  private static final int NONE = -1;

  private final NodeGrid grid;
  private final double level;

  /** The one or two neighbours of each crossed edge on its line. */
  private final int[][] next;

  private Contour(NodeGrid grid, double level) {
    this.grid = grid;
    this.level = level;
    this.next = new int[2][2 * grid.values().length];
    Arrays.fill(next[0], NONE);
    Arrays.fill(next[1], NONE);
  }

  /**
   * A line.
   *
   * @param x in steps between nodes, 0 at the left edge
   * @param y in steps, 0 at the bottom
   * @param closed whether the last point is joined to the first
   */
  record Line(double[] x, double[] y, boolean closed) {}

  /** All lines of a level; those that leave the grid first. Values must be finite. */
  static List<Line> of(NodeGrid grid, double level) {
    Contour contour = new Contour(grid, level);
    for (int row = 0; row + 1 < grid.side(); row++) {
      for (int column = 0; column + 1 < grid.side(); column++) {
        contour.cell(row, column);
      }
    }
    List<Line> lines = new ArrayList<>();
    for (boolean closed : new boolean[] {false, true}) {
      for (int edge = 0; edge < contour.next[0].length; edge++) {
        boolean end = contour.next[0][edge] != NONE && contour.next[1][edge] == NONE;
        if (end || (closed && contour.next[0][edge] != NONE)) {
          lines.add(contour.trace(edge, closed));
        }
      }
    }
    return lines;
  }

  private boolean above(int row, int column) {
    return grid.at(row, column) >= level;
  }

  /** From a node to its right. */
  private int across(int row, int column) {
    return 2 * (row * grid.side() + column);
  }

  /** From a node upwards. */
  private int upwards(int row, int column) {
    return across(row, column) + 1;
  }

  private void cell(int row, int column) {
    int[] edges = {
      across(row, column), upwards(row, column + 1), across(row + 1, column), upwards(row, column)
    };
    boolean[] corners = {
      above(row, column), above(row, column + 1), above(row + 1, column + 1), above(row + 1, column)
    };
    int[] crossed = new int[4];
    int count = 0;
    for (int i = 0; i < 4; i++) {
      if (corners[i] != corners[(i + 1) % 4]) {
        crossed[count++] = edges[i];
      }
    }
    if (count == 2) {
      join(crossed[0], crossed[1]);
    } else if (count == 4) {
      // Around the first corner, unless the middle is on its side.
      boolean apart = corners[0] != (mean(row, column) >= level);
      join(crossed[0], crossed[apart ? 3 : 1]);
      join(crossed[2], crossed[apart ? 1 : 3]);
    }
  }

  private double mean(int row, int column) {
    return (grid.at(row, column)
            + grid.at(row, column + 1)
            + grid.at(row + 1, column)
            + grid.at(row + 1, column + 1))
        / 4;
  }

  private void join(int one, int other) {
    next[next[0][one] == NONE ? 0 : 1][one] = other;
    next[next[0][other] == NONE ? 0 : 1][other] = one;
  }

  /** Follows a line from an edge, and forgets it. */
  private Line trace(int start, boolean closed) {
    List<double[]> points = new ArrayList<>();
    int edge = start;
    while (edge != NONE) {
      points.add(point(edge));
      int to = next[0][edge] != NONE ? next[0][edge] : next[1][edge];
      forget(edge);
      edge = to;
    }
    return new Line(
        points.stream().mapToDouble(point -> point[0]).toArray(),
        points.stream().mapToDouble(point -> point[1]).toArray(),
        closed);
  }

  private void forget(int edge) {
    for (int[] side : next) {
      if (side[edge] != NONE) {
        unlink(side[edge], edge);
        side[edge] = NONE;
      }
    }
  }

  private void unlink(int edge, int from) {
    for (int[] side : next) {
      if (side[edge] == from) {
        side[edge] = NONE;
      }
    }
  }

  private double[] point(int edge) {
    int node = edge / 2;
    int row = node / grid.side();
    int column = node % grid.side();
    boolean up = edge % 2 == 1;
    double from = grid.at(row, column);
    double to = up ? grid.at(row + 1, column) : grid.at(row, column + 1);
    double share = (level - from) / (to - from);
    return new double[] {column + (up ? 0 : share), row + (up ? share : 0)};
  }
}
