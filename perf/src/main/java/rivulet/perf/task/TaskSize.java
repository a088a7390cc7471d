package rivulet.perf.task;

import java.nio.file.Path;
import java.util.Locale;
import rivulet.Images;
import rivulet.training.Network;

/** How large images and networks are: three levels, with what is usual in short trainings. */
public enum TaskSize {
  SMALL("small", false, 28, "32,32", 1),
  MIDDLE("middle", false, 28, "64,64,64", 1),
  MIDDLE_COLOUR("middle", true, 32, "64,64,64", 1),
  LARGE("large", true, 64, "96,96,96,96,96", 16);

  private static final int CHANNELS = 3;
  private static final int MARGIN = 2;
  private static final int GREY_IMAGES = 1000;
  private static final int COLOUR_IMAGES = 200;
  private static final long UPDATES = 150;

  private final String label;
  private final boolean colour;
  private final int side;
  private final String hidden;
  private final int fewer;

  TaskSize(String label, boolean colour, int side, String hidden, int fewer) {
    this.label = label;
    this.colour = colour;
    this.side = side;
    this.hidden = hidden;
    this.fewer = fewer;
  }

  /** {@code small}, {@code middle} or {@code large}. */
  public String label() {
    return label;
  }

  /** Whether it belongs to a quick look. */
  public boolean quick() {
    return !colour;
  }

  /** By what the number of images that are measured is divided. */
  int fewer() {
    return fewer;
  }

  /** Updates before anything is timed, so that the solver meets a model and not f = 0. */
  long updates() {
    return Math.max(UPDATES / fewer, 2L);
  }

  Network network() {
    return Network.usual().hidden(hidden);
  }

  /**
   * Of the images in {@code testdata}; in colour three of them are the channels of one, with a
   * margin and, at 64×64, pixels twice as wide.
   */
  Images images() {
    Path home = Path.of(System.getProperty("rivulet.home", "."));
    Images grey = Images.read(home.resolve("testdata/fashion-mnist")).first(GREY_IMAGES);
    if (!colour) {
      return grey;
    }
    int plane = side * side;
    byte[] pixels = new byte[COLOUR_IMAGES * CHANNELS * plane];
    for (int n = 0; n < COLOUR_IMAGES * CHANNELS; n++) {
      draw(grey.image(n), grey.width(), pixels, n * plane);
    }
    return Images.of(pixels, CHANNELS, side, side);
  }

  private void draw(byte[] from, int width, byte[] to, int at) {
    int wide = side / (width + 2 * MARGIN);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int row = y / wide - MARGIN;
        int column = x / wide - MARGIN;
        boolean inside = row >= 0 && row < width && column >= 0 && column < width;
        to[at + y * side + x] = inside ? from[row * width + column] : 0;
      }
    }
  }

  /** {@code middle 3x32x32 64,64,64}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%s %dx%dx%d %s", label, colour ? CHANNELS : 1, side, side, hidden);
  }
}
