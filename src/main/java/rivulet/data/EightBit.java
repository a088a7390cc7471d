package rivulet.data;

import rivulet.flow.pretransform.PixelHistogram;

/**
 * Images in [0,1] become bytes: X = ⌊256·x⌋, the inverse of the dequantisation x = (X + u)/256 for
 * every u in [0,1). What lies outside [0,1) is clipped and counted.
 */
public final class EightBit {
  private static final double VALUES = PixelHistogram.VALUES;

  /** The largest x that still becomes 255; the smallest is 0. */
  private static final double HIGHEST = Math.nextDown(1.0);

  private final byte[] pixels;
  private long clipped;

  /** For {@code size} pixels in all. */
  public EightBit(int size) {
    pixels = new byte[size];
  }

  /**
   * Images one after the other.
   *
   * @param values an image each; longer arrays are read from their start
   * @param size of each
   * @throws IllegalArgumentException if one is shorter
   */
  public static EightBit of(double[][] values, int size) {
    EightBit pixels = new EightBit(Math.multiplyExact(values.length, size));
    for (int n = 0; n < values.length; n++) {
      pixels.put(values[n], size, n * size);
    }
    return pixels;
  }

  /** Pixels without their lower bits: those of a model that knows so many. In place. */
  public static byte[] upper(byte[] pixels, int bits) {
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (pixels[i] & -1 << (Byte.SIZE - bits));
    }
    return pixels;
  }

  /** x = (X + u)/256. */
  public static double dequantised(byte pixel, double u) {
    return (Byte.toUnsignedInt(pixel) + u) / VALUES;
  }

  /** The gradient by u of what depends on x, from its gradient by x. */
  public static double byNoise(double slope) {
    return slope / VALUES;
  }

  /** The centre of the interval that becomes this byte. */
  public static double centre(byte pixel) {
    return dequantised(pixel, 0.5);
  }

  /** Whether a value lies outside [0,1). */
  private static boolean outside(double value) {
    return !(value >= 0 && value < 1);
  }

  /**
   * Rounds {@code count} values from the start of an array to the pixels from {@code at}.
   *
   * @throws IllegalArgumentException if there are fewer
   */
  public void put(double[] values, int count, int at) {
    if (values.length < count) {
      throw new IllegalArgumentException(
          "images: an image of " + count + " values asked, found " + values.length);
    }
    for (int i = 0; i < count; i++) {
      clipped += outside(values[i]) ? 1 : 0;
      pixels[at + i] = (byte) (int) (VALUES * Math.clamp(values[i], 0, HIGHEST));
    }
  }

  /** The pixels; the live array. */
  public byte[] pixels() {
    return pixels;
  }

  /** Values that had to be clipped. */
  public long clipped() {
    return clipped;
  }
}
