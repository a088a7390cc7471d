package rivulet.web.play;

import rivulet.PointFlow;

/**
 * The square of the plane that pictures show, as wide as the data: {@value #REACH} deviations to
 * each side of their mean, by the larger deviation.
 */
record Window(double left, double right, double bottom, double top) {
  private static final double REACH = 2.8;

  static Window of(PointFlow flow) {
    PointFlow.Description what = flow.description();
    double half = REACH * Math.max(what.deviation()[0], what.deviation()[1]);
    double x = what.mean()[0];
    double y = what.mean()[1];
    return new Window(x - half, x + half, y - half, y + half);
  }

  /** Centres of side × side squares, row by row from the top. */
  double[][] grid(int side) {
    double[][] points = new double[side * side][];
    for (int i = 0; i < points.length; i++) {
      double across = (i % side + 0.5) / side;
      double down = (i / side + 0.5) / side;
      points[i] = new double[] {left + across * (right - left), top - down * (top - bottom)};
    }
    return points;
  }
}
