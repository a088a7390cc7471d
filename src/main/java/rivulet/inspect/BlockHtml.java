package rivulet.inspect;

import java.util.Base64;
import java.util.List;

/** Writes the blocks of a page; numbers them, since drawings refer to parts of themselves. */
final class BlockHtml {
  private final Markup out;
  private int drawings;

  BlockHtml(Markup out) {
    this.out = out;
  }

  void write(Block block) {
    switch (block) {
      case Paragraph paragraph -> out.element("p", paragraph.text());
      case Picture picture -> write(picture);
      case LineChart chart -> write(chart);
      case Waterfall waterfall -> write(waterfall);
      case TableBlock table -> write(table);
      case Definitions definitions -> write(definitions);
      case CommandText command -> out.open("pre").element("code", command.text()).close();
    }
    out.line();
  }

  private void write(Picture picture) {
    long width = (long) picture.width() * picture.scale();
    out.open("figure");
    out.empty(
        "img",
        "src",
        "data:image/png;base64," + Base64.getEncoder().encodeToString(picture.png()),
        "alt",
        picture.alternative(),
        "width",
        Long.toString(width),
        "height",
        Long.toString((long) picture.height() * picture.scale()));
    if (!picture.caption().isBlank()) {
      out.element("figcaption", picture.caption());
    }
    out.close();
  }

  private void write(LineChart chart) {
    out.open("figure", "class", "drawing");
    new LineChartSvg(chart, nextDrawing(), out).draw();
    out.element("figcaption", chart.title()).close();
  }

  private void write(Waterfall waterfall) {
    out.open("figure", "class", "drawing");
    new WaterfallSvg(waterfall, nextDrawing(), out).draw();
    out.element("figcaption", waterfall.title()).close();
  }

  private String nextDrawing() {
    drawings++;
    return "drawing-" + drawings;
  }

  private void write(TableBlock table) {
    // Focusable, so that a keyboard can scroll a table that is wider than the screen.
    out.open(
        "div", "class", "wide", "role", "region", "aria-label", table.caption(), "tabindex", "0");
    out.open("table").element("caption", table.caption());
    out.open("thead").open("tr");
    table.header().forEach(name -> out.element("th", name, "scope", "col"));
    out.close().close().open("tbody");
    for (List<String> row : table.rows()) {
      out.open("tr").element("th", row.getFirst(), "scope", "row");
      row.subList(1, row.size()).forEach(cell -> out.element("td", cell));
      out.close();
    }
    out.close().close().close();
  }

  private void write(Definitions definitions) {
    out.open("dl");
    definitions.entries().forEach((name, value) -> out.element("dt", name).element("dd", value));
    out.close();
  }
}
