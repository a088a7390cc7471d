package rivulet.inspect.plane;

/**
 * What a figure is drawn on: a picture of pixels, or a drawing. Coordinates are pixels from the
 * upper left corner.
 */
sealed interface Canvas permits PixelCanvas, SvgCanvas {
  /** Where a text stands to its point. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /**
   * Fills a rectangle with pixels, row by row from the top, one each.
   *
   * @param rgb height · width of them, 0xRRGGBB
   */
  void pixels(int x, int y, int width, int height, int[] rgb);

  /** Begins a part that nothing leaves. */
  void clip(double x, double y, double width, double height);

  /** Ends that part. */
  void unclip();

  void line(Ink ink, double width, double[] x, double[] y, boolean closed);

  /** Round dots at these places. */
  void dots(Ink ink, double diameter, double[] x, double[] y);

  /** A filled shape. */
  void shape(Ink ink, double[] x, double[] y);

  /**
   * A line of text.
   *
   * @param size height of its letters, as fonts have it
   * @param upwards whether it is turned by a quarter and read from below
   */
  void text(String text, double x, double y, Anchor anchor, double size, boolean upwards);
}
