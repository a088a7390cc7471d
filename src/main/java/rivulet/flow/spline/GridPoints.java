package rivulet.flow.spline;

/**
 * Where the pixels of a coarser image lie in an {@link InterpolationGrid}: between two rows, and in
 * each of them between two columns. The four nodes' weights are continuous functions of value and
 * activity, linear between nodes and constant beyond the outermost. One per worker.
 */
public final class GridPoints {
  /** Nodes that a point lies between. */
  static final int CORNERS = 4;

  /** Per point: the row, the column in it, the column in the next row. */
  private static final int AXES = 3;

  private final InterpolationGrid grid;
  private final int[] lower;
  private final double[] fraction;
  private final double[] slope;

  public GridPoints(InterpolationGrid grid, int points) {
    this.grid = grid;
    this.lower = new int[AXES * points];
    this.fraction = new double[AXES * points];
    this.slope = new double[AXES * points];
  }

  /** Puts a point where that value and activity are. */
  public void locate(int point, double value, double activity) {
    int at = AXES * point;
    locate(at, grid.values(), value, 1);
    double coordinate = InterpolationGrid.coordinate(activity);
    double scale = InterpolationGrid.coordinateSlope(activity);
    locate(at + 1, grid.logActivities(lower[at]), coordinate, scale);
    locate(at + 2, grid.logActivities(upper(lower[at], grid.rows())), coordinate, scale);
  }

  private void locate(int at, double[] nodes, double x, double scale) {
    int last = nodes.length - 1;
    int below = Knots.notAbove(nodes, x) - 1;
    lower[at] = Math.clamp(below, 0, Math.max(0, last - 1));
    if (below < 0 || below >= last) {
      fraction[at] = below < 0 ? 0 : 1;
      slope[at] = 0;
    } else {
      double width = nodes[below + 1] - nodes[below];
      fraction[at] = (x - nodes[below]) / width;
      slope[at] = scale / width;
    }
  }

  private static int upper(int lower, int count) {
    return Math.min(lower + 1, count - 1);
  }

  /** Number of one of the point's nodes. */
  int node(int point, int corner) {
    int at = AXES * point;
    boolean next = corner >= 2;
    int row = next ? upper(lower[at], grid.rows()) : lower[at];
    int column = lower[at + (next ? 2 : 1)];
    return row * grid.columns() + (corner % 2 == 0 ? column : upper(column, grid.columns()));
  }

  /** The weight of one of the point's nodes; they are ≥ 0 and sum to 1. */
  double weight(int point, int corner) {
    int at = AXES * point;
    double across = fraction[at + (corner >= 2 ? 2 : 1)];
    return part(fraction[at], corner >= 2) * part(across, corner % 2 == 1);
  }

  private static double part(double fraction, boolean upper) {
    return upper ? fraction : 1 - fraction;
  }

  /**
   * The derivative by the point's value of a function whose derivatives by the weights these are.
   */
  public double byValue(int point, double[] byWeight) {
    int at = AXES * point;
    double first = mix(fraction[at + 1], byWeight[0], byWeight[1]);
    return slope[at] * (mix(fraction[at + 2], byWeight[2], byWeight[3]) - first);
  }

  /** As {@link #byValue}, by the point's activity. */
  public double byActivity(int point, double[] byWeight) {
    int at = AXES * point;
    double first = slope[at + 1] * (byWeight[1] - byWeight[0]);
    double second = slope[at + 2] * (byWeight[3] - byWeight[2]);
    return mix(fraction[at], first, second);
  }

  private static double mix(double fraction, double first, double second) {
    return (1 - fraction) * first + fraction * second;
  }
}
