package rivulet.inspect.plane;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import rivulet.inspect.Axis;

/**
 * A figure of a flow in the plane, as pixels and as a drawing: ln p with its contours over the
 * points that it was measured on, points drawn from it, and its velocity on the way.
 *
 * @param window shown
 * @param columns names of the two
 * @param logDensity ln p in nats at {@link PlaneWindow#nodes} of {@value #NODES}
 * @param data points that were held out
 * @param drawn points of the model
 * @param velocity at {@link PlaneWindow#centres} of {@value #ARROWS}, in units of the columns
 * @param time of the velocity, 0 at the data to 1 at the noise
 */
public record DensityPicture(
    PlaneWindow window,
    List<String> columns,
    double[] logDensity,
    double[][] data,
    double[][] drawn,
    double[][] velocity,
    double time)
    implements FlowPicture {
  /** Nodes of the grid on which ln p is given. */
  public static final int NODES = 129;

  /** Arrows of a row. */
  public static final int ARROWS = 17;

  /** Pixels of a panel's side. */
  static final int PANEL = 384;

  private static final int LEFT = 96;
  private static final int TOP = 44;
  private static final int GAP = 44;

  /** Between a panel and its bar, and from there to the next panel's gap. */
  private static final int BAR_GAP = 12;

  private static final int BAR_LABELS = 40;
  private static final int RIGHT = 20;
  private static final int BOTTOM = 62;
  private static final int WIDTH = LEFT + 3 * PANEL + 2 * GAP + BAR_GAP + BAR_LABELS + RIGHT;
  private static final int HEIGHT = TOP + PANEL + BOTTOM;

  /** Nats below the highest that the colours reach down to. */
  private static final double DEPTH = 8;

  /** The few highest nodes, as of a needle, do not decide on the colours. */
  private static final double HIGHEST = 0.999;

  private static final int MOST_POINTS = 4000;
  private static final int FAINT_POINTS = 1500;

  @Override
  public byte[] png() {
    return PixelCanvas.file(WIDTH, HEIGHT, this::draw);
  }

  @Override
  public byte[] svg() {
    String title = "A flow in the plane: ln p, samples, velocity";
    return SvgCanvas.file(WIDTH, HEIGHT, title, description(), this::draw);
  }

  private void draw(Canvas canvas) {
    NodeGrid grid = new NodeGrid(NODES, logDensity);
    double high = grid.quantile(HIGHEST);
    Axis values = Axis.over(high - DEPTH, high, TOP + (double) PANEL, TOP, (int) DEPTH);
    NodeGrid raised = grid.atLeast(values.low());
    PlanePanel density = panel(canvas, 0);
    density.heat(raised, values, ColourMap.VIRIDIS);
    density.dots(data, FAINT_POINTS, new Ink(0x000000, 0.4), 1.8);
    density.contours(raised, values.ticks(), new Ink(0xffffff, 0.75), 0.9);
    density.frame("ln p, held-out points", columns.get(0), columns.get(1), true);
    DensityBar.draw(canvas, LEFT + PANEL + BAR_GAP, values, ColourMap.VIRIDIS, "nats");
    PlanePanel samples = panel(canvas, 1);
    samples.contours(raised, values.ticks(), new Ink(0x5b6478, 0.5), 0.8);
    samples.dots(drawn, MOST_POINTS, new Ink(0x1f6fb0, 0.6), 2);
    samples.frame("samples", columns.get(0), columns.get(1), false);
    PlanePanel field = panel(canvas, 2);
    field.contours(raised, values.ticks(), new Ink(0x5b6478, 0.25), 0.8);
    field.arrows(window.centres(ARROWS), backwards(), new Ink(0x472c7a, 1));
    field.frame(fieldTitle(), columns.get(0), columns.get(1), false);
  }

  private PlanePanel panel(Canvas canvas, int number) {
    int left = LEFT + number * (PANEL + GAP) + (number > 0 ? BAR_GAP + BAR_LABELS : 0);
    return new PlanePanel(canvas, left, TOP, PANEL, window);
  }

  /** From noise to data, as samples are drawn. */
  private double[][] backwards() {
    return Arrays.stream(velocity).map(v -> new double[] {-v[0], -v[1]}).toArray(double[][]::new);
  }

  private String fieldTitle() {
    return String.format(Locale.ROOT, "velocity at t = %.2f towards the data (√ scale)", time);
  }

  /** What a reader without the picture needs. */
  private String description() {
    return "Three panels over "
        + columns.get(0)
        + " and "
        + columns.get(1)
        + ". First: the logarithm of the density as colours with contours, one nat apart, over "
        + Math.min(FAINT_POINTS, data.length)
        + " held-out points. Second: "
        + Math.min(MOST_POINTS, drawn.length)
        + " points drawn from the flow over the same contours. Third: arrows of its "
        + fieldTitle()
        + ".";
  }
}
