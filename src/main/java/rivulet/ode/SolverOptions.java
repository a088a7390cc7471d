package rivulet.ode;

/**
 * Everything that determines a solve besides the system, its start value and its interval.
 *
 * @param tableau the method
 * @param steps how steps are chosen
 */
public record SolverOptions(ButcherTableau tableau, StepSelection steps) {
  /** Refuses to adapt steps with a method that does not estimate its error. */
  public SolverOptions {
    if (steps instanceof AdaptiveSteps && !tableau.estimatesError()) {
      throw new IllegalArgumentException(
          "solver: method '"
              + tableau.name()
              + "' has no error estimate, so it cannot meet a tolerance; give it a number of steps"
              + " or choose bosh3 or dopri5");
    }
  }

  /** A named method that keeps to a tolerance, atol = rtol. */
  public static SolverOptions adaptive(String method, double tolerance) {
    return new SolverOptions(
        ButcherTableau.named(method), AdaptiveSteps.of(Tolerance.of(tolerance)));
  }

  /** The same with limits on adaptive steps; equal steps have none. */
  public SolverOptions withLimits(int maxSteps, double minStep) {
    return switch (steps) {
      case AdaptiveSteps adaptive ->
          new SolverOptions(tableau, adaptive.withMaxSteps(maxSteps).withMinStep(minStep));
      case FixedSteps _ -> this;
    };
  }

  /** A named method with {@code steps} equal steps. */
  public static SolverOptions fixed(String method, int steps) {
    return new SolverOptions(ButcherTableau.named(method), new FixedSteps(steps));
  }
}
