package rivulet.random;

import rivulet.tensor.kernel.Circular;

/**
 * Two independent normal values from 128 random bits (Box and Muller, 1958).
 *
 * <p>The angle is a quadrant (two bits) and a place in [−π/4, π/4) (53 bits), so that the
 * polynomials of {@link Circular} need no argument reduction.
 */
final class BoxMuller {
  private static final double UNIT_53 = 0x1p-53;
  private static final double HALF_PI = 0.5 * Math.PI;

  private BoxMuller() {}

  /**
   * Writes the two values of {@code (radius, angle)} to {@code out[at]} and {@code out[at + 1]}.
   */
  static void pair(long radius, long angle, double[] out, int at) {
    double length = length(radius);
    double x = angle(angle);
    double cos = length * Circular.cos(x);
    double sin = length * Circular.sin(x);
    // A turn by `quadrant` right angles: multiplication by a power of i.
    int quadrant = (int) (angle >>> 62);
    double real = (quadrant & 1) == 0 ? cos : -sin;
    double imaginary = (quadrant & 1) == 0 ? sin : cos;
    boolean half = quadrant >= 2;
    out[at] = half ? -real : real;
    out[at + 1] = half ? -imaginary : imaginary;
  }

  /** √(−2 ln v) with v in (0, 1] from the upper 53 bits: between 0 and 8.58. */
  static double length(long bits) {
    double v = ((bits >>> 11) + 1) * UNIT_53;
    return Math.sqrt(-2 * StrictMath.log(v));
  }

  /** Angle within the quadrant in [−π/4, π/4), from the 53 bits below the upper two. */
  static double angle(long bits) {
    return (((bits << 2) >>> 11) * UNIT_53 - 0.5) * HALF_PI;
  }
}
