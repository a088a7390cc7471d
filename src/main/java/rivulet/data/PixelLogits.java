package rivulet.data;

/** {@code ln((X + ½)/(255½ − X))/3} of 8-bit values X: what lies near black or white, apart. */
final class PixelLogits {
  private static final double[] TABLE = new double[256];

  static {
    for (int value = 0; value < TABLE.length; value++) {
      TABLE[value] = StrictMath.log((value + 0.5) / (255.5 - value)) / 3;
    }
  }

  private PixelLogits() {}

  static double at(int value) {
    return TABLE[value];
  }
}
