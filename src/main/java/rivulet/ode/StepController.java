package rivulet.ode;

import rivulet.ode.method.ButcherTableau;

/**
 * Chooses the next step size from the error ratios of the last accepted steps (most recent first):
 *
 * <pre>
 *   h_next = h · clamp(safety · e₀^(−β₁/k) · e₁^(−β₂/k) · e₂^(−β₃/k),  minFactor, maxFactor)
 * </pre>
 *
 * <p>where k is the power of h in the estimated error. The step that has just been accepted has
 * ratio e₀ ≤ 1. After a rejection only e₀ counts (β = 1, 0, 0), and the step after it does not
 * grow. Sources: Hairer, Nørsett, Wanner I, II.4 and their DOPRI5; Söderlind, ACM TOMS 29 (2003);
 * Kennedy, Carpenter, Appl. Numer. Math. 44 (2003).
 *
 * @param beta1 weight of the last ratio, positive
 * @param beta2 weight of the one before, usually negative
 * @param beta3 weight of the one before that
 * @param safety in (0, 1]: what is aimed at, below the tolerance
 * @param minFactor in (0, 1): the strongest reduction in one go
 * @param maxFactor above 1: the strongest growth in one go
 */
public record StepController(
    double beta1, double beta2, double beta3, double safety, double minFactor, double maxFactor) {
  /** Ratios below this count as this, so that one lucky step does not rule the next ones. */
  private static final double SMALLEST_RATIO = 1e-4;

  /** Checks the ranges given above. */
  public StepController {
    boolean clamps = minFactor > 0 && minFactor < 1 && maxFactor > 1 && maxFactor < 1e6;
    boolean betas = beta1 > 0 && beta1 < 10 && Math.abs(beta2) < 10 && Math.abs(beta3) < 10;
    if (!clamps || !betas || !(safety > 0 && safety <= 1)) {
      throw new IllegalArgumentException(
          "step controller: needs 0 < beta1, 0 < safety <= 1, 0 < minFactor < 1 < maxFactor; found "
              + ("beta1 " + beta1 + ", beta2 " + beta2 + ", beta3 " + beta3)
              + (", safety " + safety + ", minFactor " + minFactor + ", maxFactor " + maxFactor));
    }
  }

  /** The elementary controller: only the last ratio counts. */
  public static StepController integral() {
    return new StepController(1, 0, 0, 0.9, 0.2, 10);
  }

  /** The default: proportional–integral with the gains of DOPRI5 (β = 0.04 there, for k = 5). */
  public static StepController proportionalIntegral() {
    return new StepController(0.85, -0.2, 0, 0.9, 0.2, 10);
  }

  /** Proportional–integral–derivative with the gains of Kennedy and Carpenter: the smoothest. */
  public static StepController proportionalIntegralDerivative() {
    return new StepController(0.49, -0.34, 0.10, 0.9, 0.2, 10);
  }

  /**
   * Factor of the step size after an accepted step.
   *
   * @param ratio of this step, at most 1
   * @param previous of the accepted step before, 1 if there is none
   * @param beforePrevious of the one before that, 1 if there is none
   * @param power k, see {@link ButcherTableau#errorPower}
   */
  double afterAccepted(double ratio, double previous, double beforePrevious, int power) {
    double factor =
        safety
            * gain(ratio, -beta1 / power)
            * gain(previous, -beta2 / power)
            * gain(beforePrevious, -beta3 / power);
    return Math.min(maxFactor, Math.max(minFactor, factor));
  }

  /** Factor, below 1, of the step size after a rejected step; the ratio may be infinite or NaN. */
  double afterRejected(double ratio, int power) {
    if (!Double.isFinite(ratio)) {
      return minFactor;
    }
    double factor = safety * Power.of(ratio, -1.0 / power);
    return Math.min(safety < 1 ? safety : 0.9, Math.max(minFactor, factor));
  }

  private static double gain(double ratio, double exponent) {
    return exponent == 0 ? 1 : Power.of(Math.max(ratio, SMALLEST_RATIO), exponent);
  }
}
