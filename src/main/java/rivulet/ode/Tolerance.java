package rivulet.ode;

/**
 * Error allowed per step: entry d may be wrong by atol + rtol·max(|y₀[d]|, |y₁[d]|), in the root
 * mean square over d.
 *
 * @param atol absolute part, positive
 * @param rtol relative part, not negative
 */
public record Tolerance(double atol, double rtol) {
  /** Checks the signs. */
  public Tolerance {
    if (!(atol > 0) || !(rtol >= 0) || !Double.isFinite(atol) || !Double.isFinite(rtol)) {
      throw new IllegalArgumentException(
          "tolerance: needs atol > 0 and rtol >= 0, found atol " + atol + ", rtol " + rtol);
    }
  }

  /** One number for both parts. */
  public static Tolerance of(double both) {
    return new Tolerance(both, both);
  }
}
