package rivulet.tensor.kernel;

/**
 * Sine and cosine in float64 from multiplications and additions alone, the same bits everywhere.
 * {@code StrictMath.sin} would allocate the remainder of its argument on some paths.
 *
 * <p>Taylor polynomials on [−π/4, π/4]: the coefficients are 1/n!, the first term left out is below
 * 0.02 units in the last place.
 */
public final class Circular {
  private static final double TWO_PI = 2 * Math.PI;

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

  private Circular() {}

  /** Sine for |x| ≤ π/4. */
  public static double sin(double x) {
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
  public static double cos(double x) {
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

  /** sin(2π·turns): exact at quarter turns, since the argument is reduced before the product. */
  public static double sinOfTurns(double turns) {
    return quadrant(turns, 0);
  }

  /** cos(2π·turns), exact at quarter turns. */
  public static double cosOfTurns(double turns) {
    return quadrant(turns, 1);
  }

  private static double quadrant(double turns, int ahead) {
    double quarters = 4 * (turns - Math.rint(turns));
    double nearest = Math.rint(quarters);
    double x = TWO_PI * (0.25 * (quarters - nearest));
    int number = ((int) nearest + ahead) & 3;
    double value = (number & 1) == 0 ? sin(x) : cos(x);
    return number < 2 ? value : -value;
  }
}
