package rivulet.ode;

/**
 * Equal steps without error control, for any method; step k starts at t₀ + k·h with h = (t₁ −
 * t₀)/n.
 *
 * @param count n, at least 1
 */
public record FixedSteps(int count) implements StepSelection {
  /** Checks the count. */
  public FixedSteps {
    if (count < 1) {
      throw new IllegalArgumentException("fixed steps: needs at least 1 step, found " + count);
    }
  }
}
