package rivulet.inspect.plane;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.function.Consumer;
import rivulet.data.format.PngWriter;

/** Draws a picture of pixels, with smooth edges. */
final class PixelCanvas implements Canvas {
  private static final int CHANNELS = 3;

  private final BufferedImage picture;
  private final Graphics2D pen;

  PixelCanvas(int width, int height) {
    picture = PngWriter.blank(CHANNELS, height, width);
    pen = picture.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    pen.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    pen.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    pen.setColor(new Color(Ink.PAPER.rgb()));
    pen.fillRect(0, 0, width, height);
  }

  /** What was drawn, as a PNG file; nothing is drawn after it. */
  byte[] file() {
    pen.dispose();
    return PngWriter.encode(picture);
  }

  /** All that is drawn on one, as a PNG file. */
  static byte[] file(int width, int height, Consumer<Canvas> drawing) {
    PixelCanvas canvas = new PixelCanvas(width, height);
    drawing.accept(canvas);
    return canvas.file();
  }

  /** A picture of these pixels. */
  static BufferedImage picture(int width, int height, int[] rgb) {
    BufferedImage pixels = PngWriter.blank(CHANNELS, height, width);
    pixels.setRGB(0, 0, width, height, rgb, 0, width);
    return pixels;
  }

  @Override
  public void pixels(int x, int y, int width, int height, int[] rgb) {
    picture.setRGB(x, y, width, height, rgb, 0, width);
  }

  @Override
  public void clip(double x, double y, double width, double height) {
    pen.setClip(new Rectangle2D.Double(x, y, width, height));
  }

  @Override
  public void unclip() {
    pen.setClip(null);
  }

  @Override
  public void line(Ink ink, double width, double[] x, double[] y, boolean closed) {
    dip(ink);
    pen.setStroke(stroke(width, BasicStroke.CAP_BUTT));
    pen.draw(path(x, y, closed));
  }

  @Override
  public void dots(Ink ink, double diameter, double[] x, double[] y) {
    dip(ink);
    pen.setStroke(stroke(diameter, BasicStroke.CAP_ROUND));
    Path2D dots = new Path2D.Double();
    for (int i = 0; i < x.length; i++) {
      dots.moveTo(x[i], y[i]);
      dots.lineTo(x[i], y[i]);
    }
    pen.draw(dots);
  }

  @Override
  public void shape(Ink ink, double[] x, double[] y) {
    dip(ink);
    pen.fill(path(x, y, true));
  }

  private void dip(Ink ink) {
    pen.setColor(new Color(ink.rgb()));
    pen.setComposite(AlphaComposite.SrcOver.derive((float) ink.opacity()));
  }

  private static BasicStroke stroke(double width, int cap) {
    return new BasicStroke((float) width, cap, BasicStroke.JOIN_ROUND);
  }

  private static Path2D path(double[] x, double[] y, boolean closed) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < x.length; i++) {
      if (i == 0) {
        path.moveTo(x[i], y[i]);
      } else {
        path.lineTo(x[i], y[i]);
      }
    }
    if (closed) {
      path.closePath();
    }
    return path;
  }

  @Override
  public void text(String text, double x, double y, Anchor anchor, double size, boolean upwards) {
    if (!PictureFonts.present()) {
      return;
    }
    dip(Ink.TEXT);
    pen.setFont(PictureFonts.of(size));
    double width = pen.getFontMetrics().getStringBounds(text, pen).getWidth();
    double back =
        switch (anchor) {
          case START -> 0;
          case MIDDLE -> width / 2;
          case END -> width;
        };
    AffineTransform before = pen.getTransform();
    pen.translate(x, y);
    if (upwards) {
      pen.transform(AffineTransform.getQuadrantRotateInstance(-1));
    }
    pen.drawString(text, (float) -back, 0);
    pen.setTransform(before);
  }
}
