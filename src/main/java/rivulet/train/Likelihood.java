package rivulet.train;

import rivulet.flow.ProbeKind;
import rivulet.ode.AdaptiveSteps;
import rivulet.ode.Adjoint;
import rivulet.ode.SolverOptions;

/**
 * Settings of maximum likelihood with regularisers (math.md, section 3).
 *
 * @param solver name of the Runge–Kutta method
 * @param tolerance of its step control, absolute and relative
 * @param kinetic weight of the kinetic energy
 * @param jacobian weight of the Jacobian norm
 * @param probes Hutchinson probes per image
 * @param probeKind their distribution
 * @param maxSteps steps, rejected ones included, after which a solve gives up and with it the run
 * @param minStep step below which a solve gives up; 0: the rounding of the time
 * @param adjoint how the gradient of a solve is found
 */
public record Likelihood(
    String solver,
    double tolerance,
    double kinetic,
    double jacobian,
    int probes,
    ProbeKind probeKind,
    int maxSteps,
    double minStep,
    Adjoint.Kind adjoint) {
  public Likelihood {
    TrainConfig.require(kinetic >= 0 && kinetic < 1e6, "kinetic", kinetic, "0 to 1e6");
    TrainConfig.require(jacobian >= 0 && jacobian < 1e6, "jacobian", jacobian, "0 to 1e6");
    TrainConfig.require(probes >= 1 && probes <= 64, "probes", probes, "1 to 64");
    SolverOptions.adaptive(solver, tolerance).withLimits(maxSteps, minStep);
  }

  /** With the solver's own limits and the exact gradient. */
  public Likelihood(
      String solver,
      double tolerance,
      double kinetic,
      double jacobian,
      int probes,
      ProbeKind probeKind) {
    this(
        solver,
        tolerance,
        kinetic,
        jacobian,
        probes,
        probeKind,
        AdaptiveSteps.MAX_STEPS,
        0,
        Adjoint.Kind.DISCRETE);
  }

  /** Options of the solver in training. */
  public SolverOptions solverOptions() {
    return SolverOptions.adaptive(solver, tolerance).withLimits(maxSteps, minStep);
  }
}
