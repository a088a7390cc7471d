package rivulet.inspect.plane;

import java.util.Arrays;
import java.util.List;
import rivulet.inspect.Axis;

/** One square of a figure, in which a part of the plane is shown. */
final class PlanePanel {
  /** Length of ticks, and of the text's distance from the frame. */
  private static final int TICK = 5;

  private static final double NUMBERS = 14;
  private static final double WORDS = 15;

  /** Of a name along an axis. */
  private static final int MOST_LETTERS = 36;

  /** Of an arrow: its longest as a share of the distance of two, and its head. */
  private static final double ARROW = 1;

  private static final double HEAD = 0.36;
  private static final double SLIM = 0.16;

  private final Canvas canvas;
  private final int left;
  private final int top;
  private final int side;
  private final ScaledAxis x;
  private final ScaledAxis y;

  PlanePanel(Canvas canvas, int left, int top, int side, PlaneWindow window) {
    this.canvas = canvas;
    this.left = left;
    this.top = top;
    this.side = side;
    this.x = ScaledAxis.over(window.left(), window.right(), left, left + (double) side);
    this.y = ScaledAxis.over(window.bottom(), window.top(), top + (double) side, top);
  }

  /** Fills the panel with the colours of a grid's values. */
  void heat(NodeGrid grid, Axis values, ColourMap map) {
    int[] rgb = new int[side * side];
    Arrays.setAll(
        rgb,
        i -> {
          double across = (i % side + 0.5) / side;
          double up = 1 - (i / side + 0.5) / side;
          return map.rgb(DensityBar.share(values, grid.between(across, up)));
        });
    canvas.pixels(left, top, side, side, rgb);
  }

  /** Draws the lines on which a grid has these values. */
  void contours(NodeGrid grid, List<Double> levels, Ink ink, double width) {
    double step = (double) side / (grid.side() - 1);
    inside(() -> {
      for (double level : levels) {
        for (Contour.Line line : Contour.of(grid, level)) {
          double[] across = Arrays.stream(line.x()).map(at -> left + at * step).toArray();
          double[] down = Arrays.stream(line.y()).map(at -> top + side - at * step).toArray();
          canvas.line(ink, width, across, down, line.closed());
        }
      }
    });
  }

  /** Draws the first points as dots. */
  void dots(double[][] points, int most, Ink ink, double diameter) {
    double[][] shown =
        Arrays.stream(points, 0, Math.min(most, points.length))
            .map(point -> new double[] {x.at(point[0]), y.at(point[1])})
            .filter(at -> at[0] > left && at[0] < left + side && at[1] > top && at[1] < top + side)
            .toArray(double[][]::new);
    inside(() -> canvas.dots(ink, diameter, column(shown, 0), column(shown, 1)));
  }

  private static double[] column(double[][] points, int column) {
    return Arrays.stream(points).mapToDouble(point -> point[column]).toArray();
  }

  /** Draws a line through points. */
  void line(double[] across, double[] up, Ink ink, double width) {
    inside(() -> canvas.line(ink, width, map(across, x), map(up, y), false));
  }

  /** Fills the shape between points, the last joined to the first. */
  void shape(double[] across, double[] up, Ink ink) {
    inside(() -> canvas.shape(ink, map(across, x), map(up, y)));
  }

  private static double[] map(double[] values, ScaledAxis axis) {
    return Arrays.stream(values).map(axis::at).toArray();
  }

  /** Writes at a place of the panel, raised by so many pixels. */
  void text(String text, double across, double up, double raised, Canvas.Anchor anchor) {
    canvas.text(text, x.at(across), y.at(up) - raised, anchor, NUMBERS, false);
  }

  /**
   * Draws arrows, the longest to one length and the others by the root of their share of it: slow
   * ones still point.
   *
   * @param points their middles
   * @param directions as far as each would come in the unit of time
   */
  void arrows(double[][] points, double[][] directions, Ink ink) {
    double[][] steps = new double[points.length][];
    double[] lengths = new double[points.length];
    for (int i = 0; i < steps.length; i++) {
      double across = x.step(directions[i][0]);
      double down = y.step(directions[i][1]);
      steps[i] = new double[] {across, down};
      lengths[i] = Math.sqrt(across * across + down * down);
    }
    double longest = Arrays.stream(lengths).max().orElse(0);
    double reach = ARROW * side / Math.sqrt(points.length);
    inside(() -> {
      for (int i = 0; i < steps.length; i++) {
        if (lengths[i] > 0) {
          double scale = reach / Math.sqrt(lengths[i] * longest);
          arrow(points[i], scale * steps[i][0], scale * steps[i][1], ink);
        }
      }
    });
  }

  private void arrow(double[] middle, double across, double down, Ink ink) {
    double fromX = x.at(middle[0]) - across / 2;
    double fromY = y.at(middle[1]) - down / 2;
    double neckX = fromX + (1 - HEAD) * across;
    double neckY = fromY + (1 - HEAD) * down;
    canvas.line(ink, 1.1, new double[] {fromX, neckX}, new double[] {fromY, neckY}, false);
    canvas.shape(
        ink,
        new double[] {fromX + across, neckX - SLIM * down, neckX + SLIM * down},
        new double[] {fromY + down, neckY + SLIM * across, neckY - SLIM * across});
  }

  private void inside(Runnable drawing) {
    canvas.clip(left, top, side, side);
    drawing.run();
    canvas.unclip();
  }

  /**
   * Draws the frame with its ticks.
   *
   * @param title above it
   * @param up name of the axis that points up; empty: it has no ticks
   * @param numbersLeft whether the axis that points up has numbers and its name
   */
  void frame(String title, String across, String up, boolean numbersLeft) {
    double right = left + (double) side;
    double bottom = top + (double) side;
    canvas.line(
        Ink.FRAME,
        1,
        new double[] {left, right, right, left},
        new double[] {top, top, bottom, bottom},
        true);
    canvas.text(title, left, top - 12.0, Canvas.Anchor.START, WORDS, false);
    for (double tick : x.ticks()) {
      double at = x.axis().at(tick);
      tick(at, bottom, 0, TICK);
      canvas.text(
          x.axis().label(tick), at, bottom + TICK + 15, Canvas.Anchor.MIDDLE, NUMBERS, false);
    }
    double middle = (left + right) / 2;
    canvas.text(named(across, x), middle, bottom + 44, Canvas.Anchor.MIDDLE, WORDS, false);
    for (double tick : up.isEmpty() ? List.<Double>of() : y.ticks()) {
      double at = y.axis().at(tick);
      tick(left, at, -TICK, 0);
      if (numbersLeft) {
        canvas.text(
            y.axis().label(tick), left - TICK - 4.0, at + 5, Canvas.Anchor.END, NUMBERS, false);
      }
    }
    if (numbersLeft) {
      canvas.text(named(up, y), left - 64.0, (top + bottom) / 2, Canvas.Anchor.MIDDLE, WORDS, true);
    }
  }

  private void tick(double atX, double atY, double across, double down) {
    canvas.line(
        Ink.FRAME, 1, new double[] {atX, atX + across}, new double[] {atY, atY + down}, false);
  }

  private static String named(String name, ScaledAxis axis) {
    String shown = name.length() <= MOST_LETTERS ? name : name.substring(0, MOST_LETTERS - 1) + "…";
    return shown + axis.suffix();
  }
}
