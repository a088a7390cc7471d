package rivulet.inspect.plane;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import rivulet.inspect.Numbers;

/**
 * A figure of a flow on the line, as pixels and as a drawing: its density over the points that it
 * was measured on, its flow lines from noise to data, and how the mass between two of them keeps
 * its size while its shape changes.
 *
 * @param left smallest x shown
 * @param right largest x shown
 * @param column name of x
 * @param density p of the flow at {@value #NODES} even places from left to right
 * @param known the same of the data, where it is known
 * @param data points that were held out
 * @param times falling from 1, the noise, to 0, the data
 * @param places by time and point; every {@code between}th is a line
 * @param along p_t there
 * @param masses ∫ p_t dx between neighbouring lines, by time and band
 * @param between points from one line to the next
 */
public record LinePicture(
    double left,
    double right,
    String column,
    double[] density,
    Optional<double[]> known,
    double[] data,
    double[] times,
    double[][] places,
    double[][] along,
    double[][] masses,
    int between)
    implements FlowPicture {
  /** Places at which a density is given. */
  public static final int NODES = 769;

  private static final int PANEL = DensityPicture.PANEL;
  private static final int LEFT = 96;
  private static final int TOP = 44;
  private static final int GAP = 44;
  private static final int WIDTH = 2 * LEFT + 3 * PANEL + GAP + 20;
  private static final int HEIGHT = TOP + PANEL + 62;
  private static final int BARS = 60;

  /** Times of the last panel, from above. */
  private static final int SHOWN = 5;

  /** Above the highest curve of a panel there is room for words. */
  private static final double ROOM = 1.25;

  private static final Ink FLOW = new Ink(0x0b66a8, 1);
  private static final Ink KNOWN = new Ink(0xc2521a, 1);
  private static final Ink BAR = new Ink(0x5b6478, 0.25);
  private static final Ink BAND = new Ink(0x0b66a8, 0.12);
  private static final Ink CHOSEN = new Ink(0xc2521a, 0.45);

  @Override
  public byte[] png() {
    return PixelCanvas.file(WIDTH, HEIGHT, this::draw);
  }

  @Override
  public byte[] svg() {
    String title = "A flow on the line: density, flow lines, mass between two of them";
    return SvgCanvas.file(WIDTH, HEIGHT, title, description(), this::draw);
  }

  private void draw(Canvas canvas) {
    density(canvas);
    lines(panel(canvas, LEFT + PANEL + LEFT, 1));
    mass(panel(canvas, LEFT + 2 * PANEL + LEFT + GAP, 1));
  }

  private PlanePanel panel(Canvas canvas, int from, double top) {
    return new PlanePanel(canvas, from, TOP, PANEL, new PlaneWindow(left, right, 0, top));
  }

  private int bands() {
    return masses[0].length;
  }

  private void density(Canvas canvas) {
    double highest = Math.max(highest(density), known.map(LinePicture::highest).orElse(0.0));
    PlanePanel panel = panel(canvas, LEFT, ROOM * highest);
    double width = (right - left) / BARS;
    double[] bars = bars(width);
    for (int i = 0; i < BARS; i++) {
      double from = left + i * width;
      panel.shape(
          new double[] {from, from + width, from + width, from},
          new double[] {0, 0, bars[i], bars[i]},
          BAR);
    }
    double[] x =
        IntStream.range(0, NODES)
            .mapToDouble(i -> left + (right - left) * i / (NODES - 1.0))
            .toArray();
    known.ifPresent(values -> panel.line(x, values, KNOWN, 1.6));
    panel.line(x, density, FLOW, 2);
    key(panel, highest);
    panel.frame("density, held-out points", column, "p", true);
  }

  /** Says which line is which. */
  private void key(PlanePanel panel, double highest) {
    double from = left + 0.04 * (right - left);
    double to = from + 0.07 * (right - left);
    double[] heights = {1.18 * highest, 1.1 * highest};
    panel.line(new double[] {from, to}, new double[] {heights[0], heights[0]}, FLOW, 2);
    panel.text("flow", to + 0.02 * (right - left), heights[0], -5, Canvas.Anchor.START);
    if (known.isPresent()) {
      panel.line(new double[] {from, to}, new double[] {heights[1], heights[1]}, KNOWN, 1.6);
      panel.text("data", to + 0.02 * (right - left), heights[1], -5, Canvas.Anchor.START);
    }
  }

  private static double highest(double... values) {
    return Arrays.stream(values).max().orElseThrow();
  }

  /** A histogram as a density. */
  private double[] bars(double width) {
    double[] bars = new double[BARS];
    for (double value : data) {
      int bar = (int) Math.floor((value - left) / width);
      if (bar >= 0 && bar < BARS) {
        bars[bar] += 1 / (width * data.length);
      }
    }
    return bars;
  }

  private double[] line(int k) {
    return Arrays.stream(places).mapToDouble(row -> row[k * between]).toArray();
  }

  private void lines(PlanePanel panel) {
    for (int band = 0; band < bands(); band++) {
      Ink ink = band == chosen() ? CHOSEN : BAND;
      if (band % 2 == 1 || band == chosen()) {
        panel.shape(closed(line(band), line(band + 1)), closed(times, times), ink);
      }
    }
    for (int k = 1; k < bands(); k++) {
      panel.line(line(k), times, FLOW, 1.3);
    }
    panel.frame("flow lines, between two 1/" + bands() + " of the mass", column, "t", true);
  }

  /** There along the first and back along the second. */
  private static double[] closed(double[] there, double[] back) {
    double[] all = Arrays.copyOf(there, there.length + back.length);
    for (int i = 0; i < back.length; i++) {
      all[there.length + i] = back[back.length - 1 - i];
    }
    return all;
  }

  /** The band whose mass is written. */
  private int chosen() {
    return bands() / 2;
  }

  private void mass(PlanePanel panel) {
    double highest = Arrays.stream(along).mapToDouble(LinePicture::highest).max().orElseThrow();
    for (int row = 0; row < SHOWN; row++) {
      int time = row * (times.length - 1) / (SHOWN - 1);
      double base = (SHOWN - 1.0 - row) / SHOWN;
      double[] raised =
          Arrays.stream(along[time]).map(p -> base + 0.85 * p / highest / SHOWN).toArray();
      int from = chosen() * between;
      double[] x = Arrays.copyOfRange(places[time], from, from + between + 1);
      double[] y = Arrays.copyOfRange(raised, from, from + between + 1);
      panel.shape(closed(x, ends(x)), closed(y, new double[] {base, base}), CHOSEN);
      panel.line(new double[] {left, right}, new double[] {base, base}, BAR, 1);
      panel.line(places[time], raised, FLOW, 1.6);
      panel.text(
          String.format(Locale.ROOT, "t = %.2f", times[time]),
          left + 0.03 * (right - left),
          base,
          24,
          Canvas.Anchor.START);
      panel.text(
          Numbers.fixed(masses[time][chosen()], 5),
          right - 0.03 * (right - left),
          base,
          24,
          Canvas.Anchor.END);
    }
    panel.frame("mass of one band on its way", column, "", false);
  }

  private static double[] ends(double... values) {
    return new double[] {values[0], values[values.length - 1]};
  }

  /** What a reader without the picture needs. */
  private String description() {
    return "Three panels over "
        + column
        + ". First: the density of the flow"
        + (known.isPresent() ? " and of the data" : "")
        + " over a histogram of "
        + data.length
        + " held-out points. Second: flow lines from noise, t = 1, to data, t = 0; between two is"
        + " 1/"
        + bands()
        + " of the mass. Third: the density at five times with one band filled, and its area: "
        + Numbers.fixed(masses[0][chosen()], 5)
        + " at the noise, "
        + Numbers.fixed(masses[times.length - 1][chosen()], 5)
        + " at the data.";
  }
}
