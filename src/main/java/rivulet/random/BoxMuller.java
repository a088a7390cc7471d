package rivulet.random;

/**
 * Two independent normal values from 128 random bits (Box and Muller, 1958).
 *
 * <p>The angle is a quadrant (two bits) and a place in [−π/4, π/4) (53 bits), so that short Taylor
 * polynomials suffice and no argument reduction is needed: {@code StrictMath.sin} would allocate
 * its remainder on some paths. The coefficients are 1/n!; the first term left out is below 0.02
 * units in the last place.
 */
final class BoxMuller {
  private static final double UNIT_53 = 0x1p-53;
  private static final double HALF_PI = 0.5 * Math.PI;

  private static final double S3 = -1.0 / 6;
  private static final double S5 = 1.0 / 120;
  private static final double S7 = -1.0 / 5_040;
  private static final double S9 = 1.0 / 362_880;
  private static final double S11 = -1.0 / 39_916_800;
  private static final double S13 = 1.0 / 6_227_020_800L;
  private static final double S15 = -1.0 / 1_307_674_368_000L;
  private static final double S17 = 1.0 / 355_687_428_096_000L;

  private static final double C2 = -1.0 / 2;
  private static final double C4 = 1.0 / 24;
  private static final double C6 = -1.0 / 720;
  private static final double C8 = 1.0 / 40_320;
  private static final double C10 = -1.0 / 3_628_800;
  private static final double C12 = 1.0 / 479_001_600;
  private static final double C14 = -1.0 / 87_178_291_200L;
  private static final double C16 = 1.0 / 20_922_789_888_000L;

  private BoxMuller() {}

  /**
   * Writes the two values of {@code (radius, angle)} to {@code out[at]} and {@code out[at + 1]}.
   */
  static void pair(long radius, long angle, double[] out, int at) {
    double length = length(radius);
    double x = angle(angle);
    double cos = length * cos(x);
    double sin = length * sin(x);
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

  /** Sine for |x| ≤ π/4. */
  static double sin(double x) {
    double z = x * x;
    double p = Math.fma(z, S17, S15);
    p = Math.fma(z, p, S13);
    p = Math.fma(z, p, S11);
    p = Math.fma(z, p, S9);
    p = Math.fma(z, p, S7);
    p = Math.fma(z, p, S5);
    p = Math.fma(z, p, S3);
    return Math.fma(x * z, p, x);
  }

  /** Cosine for |x| ≤ π/4. */
  static double cos(double x) {
    double z = x * x;
    double p = Math.fma(z, C16, C14);
    p = Math.fma(z, p, C12);
    p = Math.fma(z, p, C10);
    p = Math.fma(z, p, C8);
    p = Math.fma(z, p, C6);
    p = Math.fma(z, p, C4);
    p = Math.fma(z, p, C2);
    return Math.fma(z, p, 1.0);
  }
}
