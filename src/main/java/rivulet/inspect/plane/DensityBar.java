package rivulet.inspect.plane;

import java.util.Arrays;
import rivulet.inspect.Axis;

/** The bar beside a panel that says which colour is which value. */
final class DensityBar {
  private static final int WIDTH = 16;
  private static final double NUMBERS = 14;

  private DensityBar() {}

  /** Where a value lies on an axis: 0 at its lowest, 1 at its highest. */
  static double share(Axis values, double value) {
    return (value - values.low()) / (values.high() - values.low());
  }

  /**
   * Draws it.
   *
   * @param values from the lower end of the bar to the upper
   */
  static void draw(Canvas canvas, int left, Axis values, ColourMap map, String name) {
    int top = (int) values.to();
    int height = (int) (values.from() - values.to());
    int[] rgb = new int[WIDTH * height];
    Arrays.setAll(rgb, i -> map.rgb(1 - (i / WIDTH + 0.5) / height));
    canvas.pixels(left, top, WIDTH, height, rgb);
    double right = left + (double) WIDTH;
    double bottom = top + (double) height;
    canvas.line(
        Ink.FRAME,
        1,
        new double[] {left, right, right, left},
        new double[] {top, top, bottom, bottom},
        true);
    for (double tick : values.ticks()) {
      double at = values.at(tick);
      canvas.line(Ink.FRAME, 1, new double[] {right, right + 5}, new double[] {at, at}, false);
      canvas.text(values.label(tick), right + 9, at + 5, Canvas.Anchor.START, NUMBERS, false);
    }
    canvas.text(name, right + 9, top - 12.0, Canvas.Anchor.END, 15, false);
  }
}
