package rivulet.noise;

/**
 * What the networks of a {@link CouplingFlow} see of 8-bit pixels X, on four planes per channel
 * with a border of zeros:
 *
 * <pre>
 *   X/127.5 − 1      ln((X + ½)/(255½ − X))/3      d/√(1 + d²)      d/√(64 + d²)
 *
 *   d = X − mean of the neighbours in space
 * </pre>
 *
 * <p>the second telling what lies near black or white apart, the others steps of one or a few
 * units, of which the first two show nearly nothing. One per worker; allocates nothing after
 * construction.
 */
final class PixelFeatures {
  static final int COUNT = 4;

  private static final double[] LOGITS = new double[256];

  static {
    for (int value = 0; value < LOGITS.length; value++) {
      LOGITS[value] = StrictMath.log((value + 0.5) / (255.5 - value)) / 3;
    }
  }

  private final int height;
  private final int width;
  private final double[][] planes;

  PixelFeatures(int channels, int height, int width) {
    this.height = height;
    this.width = width;
    this.planes = new double[COUNT * channels][(height + 2) * (width + 2)];
  }

  /** The planes, feature by feature of one channel after the other; live. */
  double[][] planes() {
    return planes;
  }

  /** Writes the planes of an image, planar. */
  void see(byte[] pixels) {
    for (int i = 0; i < pixels.length; i++) {
      int first = COUNT * (i / (height * width));
      int row = i / width % height;
      int column = i % width;
      int cell = (row + 1) * (width + 2) + column + 1;
      int value = pixels[i] & 0xff;
      planes[first][cell] = value / 127.5 - 1;
      planes[first + 1][cell] = LOGITS[value];
      double d = value - around(pixels, i, row, column);
      planes[first + 2][cell] = d / Math.sqrt(1 + d * d);
      planes[first + 3][cell] = d / Math.sqrt(64 + d * d);
    }
  }

  /** Mean of the two to four neighbours; of a single pixel, itself. */
  private double around(byte[] pixels, int at, int row, int column) {
    int sum = 0;
    int count = 0;
    if (row > 0) {
      sum += pixels[at - width] & 0xff;
      count++;
    }
    if (row < height - 1) {
      sum += pixels[at + width] & 0xff;
      count++;
    }
    if (column > 0) {
      sum += pixels[at - 1] & 0xff;
      count++;
    }
    if (column < width - 1) {
      sum += pixels[at + 1] & 0xff;
      count++;
    }
    return count == 0 ? pixels[at] & 0xff : (double) sum / count;
  }
}
