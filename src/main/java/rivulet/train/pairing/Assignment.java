package rivulet.train.pairing;

import java.util.Arrays;

/**
 * The exact linear assignment problem by shortest augmenting paths with dual prices (Jonker and
 * Volgenant, Computing 38, 1987), O(n³). Ties go to the lower column, so the result is a function
 * of the costs. Allocates nothing after construction.
 */
final class Assignment {
  private static final int FREE = -1;

  private final int size;
  private final double[] rowPrice;
  private final double[] columnPrice;
  private final int[] rowOfColumn;
  private final int[] columnOfRow;
  private final double[] distance;
  private final int[] previous;
  private final boolean[] scanned;

  Assignment(int size) {
    this.size = size;
    this.rowPrice = new double[size];
    this.columnPrice = new double[size];
    this.rowOfColumn = new int[size];
    this.columnOfRow = new int[size];
    this.distance = new double[size];
    this.previous = new int[size];
    this.scanned = new boolean[size];
  }

  /**
   * Finds the permutation of least total cost.
   *
   * @param cost size × size, row by row, finite, not modified
   */
  void solve(double[] cost) {
    Arrays.fill(rowPrice, 0);
    Arrays.fill(columnPrice, 0);
    Arrays.fill(rowOfColumn, FREE);
    for (int row = 0; row < size; row++) {
      augment(cost, row);
    }
    for (int column = 0; column < size; column++) {
      columnOfRow[rowOfColumn[column]] = column;
    }
  }

  /** Dijkstra over reduced costs from a free row to the nearest free column. */
  private void augment(double[] cost, int start) {
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    Arrays.fill(scanned, false);
    Arrays.fill(previous, FREE);
    int row = start;
    int last = FREE;
    double reached = 0;
    while (true) {
      int nearest = nearest(cost, row, last, reached);
      reached = distance[nearest];
      scanned[nearest] = true;
      last = nearest;
      if (rowOfColumn[nearest] == FREE) {
        break;
      }
      row = rowOfColumn[nearest];
    }
    updatePrices(start, reached, last);
    flip(start, last);
  }

  /** Relaxes the edges of a row and gives the nearest column not scanned yet. */
  private int nearest(double[] cost, int row, int from, double reached) {
    int nearest = FREE;
    for (int column = 0; column < size; column++) {
      if (scanned[column]) {
        continue;
      }
      double reduced = cost[row * size + column] - rowPrice[row] - columnPrice[column];
      double candidate = reached + reduced;
      if (candidate < distance[column]) {
        distance[column] = candidate;
        previous[column] = from;
      }
      if (nearest == FREE || distance[column] < distance[nearest]) {
        nearest = column;
      }
    }
    return nearest;
  }

  private void updatePrices(int start, double reached, int last) {
    for (int column = 0; column < size; column++) {
      if (scanned[column] && column != last) {
        double slack = reached - distance[column];
        columnPrice[column] -= slack;
        rowPrice[rowOfColumn[column]] += slack;
      }
    }
    rowPrice[start] += reached;
  }

  private void flip(int start, int last) {
    int column = last;
    while (previous[column] != FREE) {
      int before = previous[column];
      rowOfColumn[column] = rowOfColumn[before];
      column = before;
    }
    rowOfColumn[column] = start;
  }

  /** The column assigned to a row by the last {@link #solve}. */
  int column(int row) {
    return columnOfRow[row];
  }
}
