package rivulet.inspect;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Draws a {@link LineChart}: axes with round numbers, raw lines thin, smoothed ones strong. */
final class LineChartSvg {
  private static final double WIDTH = 480;
  private static final double HEIGHT = 290;
  private static final double LEFT = 54;
  private static final double RIGHT = WIDTH - 14;
  private static final double TOP = 30;
  private static final double BOTTOM = HEIGHT - 50;

  /** Horizontal pieces into which a raw line is cut; each is drawn from its lowest to highest. */
  private static final int PIECES = 400;

  /** Share of raw values at either end that may leave the drawing, so that spikes do not rule. */
  private static final double OUTLIERS = 0.01;

  private final LineChart chart;
  private final String id;
  private final Markup out;
  private final Axis x;
  private final Axis y;

  LineChartSvg(LineChart chart, String id, Markup out) {
    this.chart = chart;
    this.id = id;
    this.out = out;
    double low = chart.series().stream().mapToDouble(s -> s.xAt(0)).min().orElseThrow();
    double high = chart.series().stream().mapToDouble(s -> s.xAt(s.size() - 1)).max().orElseThrow();
    this.x = Axis.over(low, high, LEFT, RIGHT, 7);
    double[] range = range(chart);
    this.y = Axis.over(range[0], range[1], BOTTOM, TOP, 5).widened();
  }

  private static double[] range(LineChart chart) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Series series : chart.series()) {
      double[] raw = finite(series);
      int cut = (int) (OUTLIERS * raw.length);
      double[] smooth = chart.window() > 0 ? finite(series.smoothed(chart.window())) : raw;
      low = Math.min(low, Math.min(raw[cut], smooth[0]));
      high = Math.max(high, raw[raw.length - 1 - cut]);
      high = chart.window() > 0 ? Math.max(high, smooth[smooth.length - 1 - cut]) : high;
    }
    return new double[] {low, high};
  }

  /** The finite values, ascending. */
  private static double[] finite(Series series) {
    return IntStream.range(0, series.size())
        .mapToDouble(series::yAt)
        .filter(Double::isFinite)
        .sorted()
        .toArray();
  }

  void draw() {
    out.open(
        "svg",
        "viewBox",
        "0 0 " + Numbers.coordinate(WIDTH) + " " + Numbers.coordinate(HEIGHT),
        "role",
        "img",
        "aria-labelledby",
        id + "-title " + id + "-text");
    out.element("title", chart.title(), "id", id + "-title");
    out.element("desc", description(), "id", id + "-text");
    clip();
    axes();
    out.open("g", "clip-path", "url(#" + id + "-clip)");
    for (int s = 0; s < chart.series().size(); s++) {
      line(chart.series().get(s), s);
    }
    out.close();
    out.close().line();
    legend();
  }

  /** What a reader without the picture needs: where every line starts and ends. */
  private String description() {
    StringBuilder text = new StringBuilder(chart.yLabel() + " over " + chart.xLabel() + ".");
    for (Series series : chart.series()) {
      double[] values =
          IntStream.range(0, series.size())
              .mapToDouble(shown(series)::yAt)
              .filter(Double::isFinite)
              .toArray();
      text.append(" ").append(series.name()).append(": from ");
      text.append(Numbers.fixed(values[0], 3)).append(" to ");
      text.append(Numbers.fixed(values[values.length - 1], 3)).append(", lowest ");
      text.append(Numbers.fixed(Arrays.stream(values).min().orElseThrow(), 3)).append('.');
    }
    return text.toString();
  }

  private Series shown(Series series) {
    return chart.window() > 0 ? series.smoothed(chart.window()) : series;
  }

  private void clip() {
    out.open("clipPath", "id", id + "-clip");
    out.empty(
        "rect",
        "x",
        Numbers.coordinate(LEFT),
        "y",
        Numbers.coordinate(TOP - 2),
        "width",
        Numbers.coordinate(RIGHT - LEFT + 2),
        "height",
        Numbers.coordinate(BOTTOM - TOP + 4));
    out.close();
  }

  private void axes() {
    for (double tick : y.ticks()) {
      String at = Numbers.coordinate(y.at(tick));
      segment("grid", Numbers.coordinate(LEFT), at, Numbers.coordinate(RIGHT), at);
      label(LEFT - 7, y.at(tick) + 4, "end", y.label(tick));
    }
    String bottom = Numbers.coordinate(BOTTOM);
    segment("axis", Numbers.coordinate(LEFT), bottom, Numbers.coordinate(RIGHT), bottom);
    for (double tick : x.ticks()) {
      String at = Numbers.coordinate(x.at(tick));
      segment("axis", at, bottom, at, Numbers.coordinate(BOTTOM + 5));
      label(x.at(tick), BOTTOM + 19, "middle", x.label(tick));
    }
    label((LEFT + RIGHT) / 2, HEIGHT - 8, "middle", chart.xLabel());
    label(4, 14, "start", chart.yLabel());
  }

  private void segment(String style, String x1, String y1, String x2, String y2) {
    out.empty("line", "class", style, "x1", x1, "y1", y1, "x2", x2, "y2", y2);
  }

  private void label(double atX, double atY, String anchor, String text) {
    out.element(
        "text",
        text,
        "x",
        Numbers.coordinate(atX),
        "y",
        Numbers.coordinate(atY),
        "text-anchor",
        anchor);
  }

  private void line(Series series, int number) {
    boolean smooth = chart.window() > 0;
    out.empty("path", "class", "raw s" + number + (smooth ? "" : " only"), "d", path(series, true));
    if (smooth) {
      out.open("path", "class", "smooth s" + number, "d", path(shown(series), false));
      out.element("title", series.name()).close();
    }
  }

  /** A path of at most two points per piece; a gap starts a new stroke. */
  private String path(Series series, boolean extremes) {
    StringBuilder d = new StringBuilder();
    boolean pen = false;
    int from = 0;
    while (from < series.size()) {
      int to = from + 1;
      while (to < series.size() && piece(series.xAt(to)) == piece(series.xAt(from))) {
        to++;
      }
      pen = piece(series, from, to, extremes, pen, d);
      from = to;
    }
    return d.toString();
  }

  private int piece(double value) {
    return (int) ((x.at(value) - LEFT) / (RIGHT - LEFT) * PIECES);
  }

  private boolean piece(
      Series series, int from, int to, boolean extremes, boolean pen, StringBuilder d) {
    int low = -1;
    int high = -1;
    int last = -1;
    for (int i = from; i < to; i++) {
      if (Double.isFinite(series.yAt(i))) {
        low = low < 0 || series.yAt(i) < series.yAt(low) ? i : low;
        high = high < 0 || series.yAt(i) > series.yAt(high) ? i : high;
        last = i;
      }
    }
    if (last < 0) {
      return false;
    }
    if (extremes && low != high) {
      point(series, Math.min(low, high), pen, d);
      point(series, Math.max(low, high), true, d);
    } else {
      point(series, last, pen, d);
    }
    return true;
  }

  private void point(Series series, int i, boolean pen, StringBuilder d) {
    d.append(pen ? 'L' : 'M');
    d.append(Numbers.coordinate(x.at(series.xAt(i)))).append(' ');
    d.append(Numbers.coordinate(y.at(series.yAt(i))));
  }

  private void legend() {
    out.open("ul", "class", "legend");
    for (int s = 0; s < chart.series().size(); s++) {
      out.open("li").open("svg", "viewBox", "0 0 30 10", "aria-hidden", "true");
      out.empty("path", "class", "smooth s" + s, "d", "M0 5L30 5");
      out.close().text(chart.series().get(s).name()).close();
    }
    out.close();
  }
}
