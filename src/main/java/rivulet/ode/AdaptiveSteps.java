package rivulet.ode;

/**
 * Steps chosen by the error estimate.
 *
 * @param tolerance error allowed per step
 * @param controller rule for the next step
 * @param maxSteps accepted and rejected steps together after which a lane gives up
 * @param minStep |h| below which a lane gives up; 0: sixteen units in the last place of t
 * @param firstStep |h| of the first step; 0: chosen from the field by Hairer's rule
 */
public record AdaptiveSteps(
    Tolerance tolerance, StepController controller, int maxSteps, double minStep, double firstStep)
    implements StepSelection {
  /** Default of {@code maxSteps}. */
  public static final int MAX_STEPS = 10_000;

  /** Checks signs. */
  public AdaptiveSteps {
    if (maxSteps < 1 || !(minStep >= 0) || !(firstStep >= 0) || !Double.isFinite(firstStep)) {
      throw new IllegalArgumentException(
          "adaptive steps: needs maxSteps >= 1, minStep >= 0 and firstStep >= 0; found "
              + (maxSteps + ", " + minStep + ", " + firstStep));
    }
  }

  /** Proportional–integral control with defaults for the rest. */
  public static AdaptiveSteps of(Tolerance tolerance) {
    return new AdaptiveSteps(tolerance, StepController.proportionalIntegral(), MAX_STEPS, 0, 0);
  }

  /** The same with another controller. */
  public AdaptiveSteps with(StepController other) {
    return new AdaptiveSteps(tolerance, other, maxSteps, minStep, firstStep);
  }

  /** The same with another limit on steps. */
  public AdaptiveSteps withMaxSteps(int other) {
    return new AdaptiveSteps(tolerance, controller, other, minStep, firstStep);
  }

  /** The same with another smallest step. */
  public AdaptiveSteps withMinStep(double other) {
    return new AdaptiveSteps(tolerance, controller, maxSteps, other, firstStep);
  }

  /** The same with a given first step. */
  public AdaptiveSteps withFirstStep(double other) {
    return new AdaptiveSteps(tolerance, controller, maxSteps, minStep, other);
  }
}
