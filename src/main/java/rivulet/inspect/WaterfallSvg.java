package rivulet.inspect;

import java.util.List;

/**
 * Draws a {@link Waterfall}, one row per bar: its name on a line, the bar below, its number at the
 * right. Bars of start and result begin at zero; a change runs from the total before it to the one
 * after.
 */
final class WaterfallSvg {
  private static final double WIDTH = 480;
  private static final double ROW = 44;
  private static final double BAR = 14;
  private static final double SIDE = 2;

  /** Room for the numbers, right of all bars, where no line crosses them. */
  private static final double NUMBERS = 66;

  private final Waterfall waterfall;
  private final String id;
  private final Markup out;
  private final Axis axis;

  WaterfallSvg(Waterfall waterfall, String id, Markup out) {
    this.waterfall = waterfall;
    this.id = id;
    this.out = out;
    double low = 0;
    double high = 0;
    for (int i = 0; i <= waterfall.changes().size(); i++) {
      low = Math.min(low, waterfall.after(i));
      high = Math.max(high, waterfall.after(i));
    }
    this.axis = Axis.over(low, high, SIDE, WIDTH - NUMBERS, 5);
  }

  void draw() {
    int rows = waterfall.changes().size() + 2;
    out.open(
        "svg",
        "viewBox",
        "0 0 " + Numbers.coordinate(WIDTH) + " " + Numbers.coordinate(rows * ROW),
        "role",
        "img",
        "aria-labelledby",
        id + "-title " + id + "-text");
    out.element("title", waterfall.title(), "id", id + "-title");
    out.element("desc", description(), "id", id + "-text");
    double start = waterfall.start().value();
    row(0, waterfall.start().name(), Waterfall.printed(start), 0, start, "total");
    List<String> printed = waterfall.printedChanges();
    for (int i = 0; i < printed.size(); i++) {
      double before = waterfall.after(i);
      double after = waterfall.after(i + 1);
      String name = waterfall.changes().get(i).name();
      row(i + 1, name, printed.get(i), before, after, after <= before ? "gain" : "loss");
      connector(i + 1, before);
    }
    double result = waterfall.result().value();
    row(rows - 1, waterfall.result().name(), Waterfall.printed(result), 0, result, "total");
    connector(rows - 1, result);
    out.close();
  }

  private void row(int row, String name, String number, double from, double to, String style) {
    double top = row * ROW;
    label(SIDE, top + 16, "start", name, "");
    label(WIDTH - SIDE, top + 33, "end", number, style.equals("total") ? "strong" : "");
    double left = Math.min(axis.at(from), axis.at(to));
    out.open(
        "rect",
        "class",
        style,
        "x",
        Numbers.coordinate(left),
        "y",
        Numbers.coordinate(top + 22),
        "width",
        Numbers.coordinate(Math.max(1, Math.abs(axis.at(to) - axis.at(from)))),
        "height",
        Numbers.coordinate(BAR));
    out.element("title", name + ": " + number).close();
  }

  /** From the end of the bar above to this one. */
  private void connector(int row, double total) {
    String at = Numbers.coordinate(axis.at(total));
    double bottom = row * ROW + 22;
    out.empty(
        "line",
        "class",
        "axis",
        "x1",
        at,
        "y1",
        Numbers.coordinate(bottom - ROW + BAR),
        "x2",
        at,
        "y2",
        Numbers.coordinate(bottom + BAR));
  }

  private void label(double x, double y, String anchor, String text, String style) {
    out.element(
        "text",
        text,
        "class",
        "name " + style,
        "x",
        Numbers.coordinate(x),
        "y",
        Numbers.coordinate(y),
        "text-anchor",
        anchor);
  }

  private String description() {
    StringBuilder text = new StringBuilder(waterfall.start().name());
    text.append(' ').append(Waterfall.printed(waterfall.start().value()));
    List<String> printed = waterfall.printedChanges();
    for (int i = 0; i < printed.size(); i++) {
      text.append("; ").append(waterfall.changes().get(i).name());
      text.append(' ').append(printed.get(i));
    }
    text.append("; ").append(waterfall.result().name());
    text.append(' ').append(Waterfall.printed(waterfall.result().value())).append('.');
    return text.toString();
  }
}
