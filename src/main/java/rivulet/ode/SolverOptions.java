package rivulet.ode;

import rivulet.ode.method.ButcherTableau;

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

  /** Below this no step can be told from an exact one: some tens of roundings of float64. */
  private static final double SMALLEST = 1e-14;

  /**
   * A named method that keeps to a tolerance, atol = rtol.
   *
   * @throws IllegalArgumentException for an unknown method, one without error estimate, or a
   *     tolerance that no solve can keep
   */
  public static SolverOptions adaptive(String method, double tolerance) {
    if (tolerance > 0 && tolerance < SMALLEST) {
      throw new IllegalArgumentException(
          "tolerance: "
              + tolerance
              + " is less than rounding leaves, at least "
              + SMALLEST
              + " is needed; choose 1e-3 to 1e-7");
    }
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
