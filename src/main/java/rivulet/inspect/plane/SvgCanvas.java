package rivulet.inspect.plane;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.function.Consumer;
import rivulet.data.format.PngWriter;
import rivulet.inspect.Markup;
import rivulet.inspect.Numbers;

/** Draws an SVG file that needs nothing else: lines and texts stay such, pixels are embedded. */
final class SvgCanvas implements Canvas {
  private final Markup out = new Markup();
  private int clips;

  /**
   * @param title said instead of the drawing, in short
   * @param description and at length
   */
  SvgCanvas(int width, int height, String title, String description) {
    out.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "viewBox",
        "0 0 " + width + " " + height,
        "width",
        Integer.toString(width),
        "height",
        Integer.toString(height),
        "role",
        "img",
        "aria-labelledby",
        "title text",
        "font-family",
        "DejaVu Sans, Verdana, Arial, sans-serif");
    out.element("title", title, "id", "title").element("desc", description, "id", "text");
    out.empty("rect", "width", "100%", "height", "100%", "fill", Ink.PAPER.css()).line();
  }

  /** The file; nothing is drawn after it. */
  String file() {
    return out.close().line().page();
  }

  /** All that is drawn on one, as an SVG file. */
  static byte[] file(
      int width, int height, String title, String description, Consumer<Canvas> drawing) {
    SvgCanvas canvas = new SvgCanvas(width, height, title, description);
    drawing.accept(canvas);
    return canvas.file().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void pixels(int x, int y, int width, int height, int[] rgb) {
    byte[] png = PngWriter.encode(PixelCanvas.picture(width, height, rgb));
    out.empty(
        "image",
        "x",
        Integer.toString(x),
        "y",
        Integer.toString(y),
        "width",
        Integer.toString(width),
        "height",
        Integer.toString(height),
        "href",
        "data:image/png;base64," + Base64.getEncoder().encodeToString(png));
    out.line();
  }

  @Override
  public void clip(double x, double y, double width, double height) {
    String id = "clip-" + clips++;
    out.open("clipPath", "id", id);
    out.empty("rect", "x", at(x), "y", at(y), "width", at(width), "height", at(height)).close();
    out.open("g", "clip-path", "url(#" + id + ")").line();
  }

  @Override
  public void unclip() {
    out.close().line();
  }

  @Override
  public void line(Ink ink, double width, double[] x, double[] y, boolean closed) {
    stroke(ink, width, "butt", path(x, y, closed));
  }

  /** A stroke of no length with round ends is a dot: a short way to write thousands of them. */
  @Override
  public void dots(Ink ink, double diameter, double[] x, double[] y) {
    StringBuilder d = new StringBuilder();
    for (int i = 0; i < x.length; i++) {
      d.append('M').append(at(x[i])).append(' ').append(at(y[i])).append("h0");
    }
    stroke(ink, diameter, "round", d.toString());
  }

  private void stroke(Ink ink, double width, String cap, String path) {
    out.empty(
        "path",
        "fill",
        "none",
        "stroke",
        ink.css(),
        "stroke-opacity",
        at(ink.opacity()),
        "stroke-width",
        at(width),
        "stroke-linecap",
        cap,
        "stroke-linejoin",
        "round",
        "d",
        path);
    out.line();
  }

  @Override
  public void shape(Ink ink, double[] x, double[] y) {
    out.empty("path", "fill", ink.css(), "fill-opacity", at(ink.opacity()), "d", path(x, y, true));
    out.line();
  }

  private static String path(double[] x, double[] y, boolean closed) {
    StringBuilder d = new StringBuilder();
    for (int i = 0; i < x.length; i++) {
      d.append(i == 0 ? 'M' : 'L').append(at(x[i])).append(' ').append(at(y[i]));
    }
    return d.append(closed ? "Z" : "").toString();
  }

  @Override
  public void text(String text, double x, double y, Anchor anchor, double size, boolean upwards) {
    String turned = upwards ? "rotate(-90 " + at(x) + " " + at(y) + ")" : "rotate(0)";
    out.element(
        "text",
        text,
        "x",
        at(x),
        "y",
        at(y),
        "font-size",
        at(size),
        "fill",
        Ink.TEXT.css(),
        "text-anchor",
        anchor.name().toLowerCase(Locale.ROOT),
        "transform",
        turned);
    out.line();
  }

  private static String at(double value) {
    return Numbers.coordinate(value);
  }
}
