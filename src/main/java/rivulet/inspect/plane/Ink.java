package rivulet.inspect.plane;

import java.util.Locale;

/**
 * A colour to draw with.
 *
 * @param rgb 0xRRGGBB
 * @param opacity above 0, at most 1
 */
record Ink(int rgb, double opacity) {
  static final Ink TEXT = new Ink(0x1c2333, 1);
  static final Ink FRAME = new Ink(0x5b6478, 1);
  static final Ink PAPER = new Ink(0xffffff, 1);

  /** As CSS has it. */
  String css() {
    return String.format(Locale.ROOT, "#%06x", rgb);
  }
}
