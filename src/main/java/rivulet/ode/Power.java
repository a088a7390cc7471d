package rivulet.ode;

/** x^e for step sizes: the same bits on every machine, and nothing on the heap. */
final class Power {
  private Power() {}

  /**
   * exp(e · ln x) for x &gt; 0. {@link StrictMath#pow} would do but for its tables, which are local
   * arrays: it allocates about a hundred bytes per call.
   */
  static double of(double x, double exponent) {
    return StrictMath.exp(exponent * StrictMath.log(x));
  }
}
