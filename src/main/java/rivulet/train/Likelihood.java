package rivulet.train;

import rivulet.flow.network.ProbeKind;
import rivulet.ode.AdaptiveSteps;
import rivulet.ode.SolverOptions;
import rivulet.ode.adjoint.Adjoint;

/**
 * Settings of maximum likelihood with regularisers (docs/mathematics.md, section 3).
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
 * @param steer b of STEER (arXiv 2006.10711): in training each block ends at a time drawn from
 *     U[1−b, 1+b] for every update, so that the flow cannot lean on the end; 0: always at 1
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
    Adjoint.Kind adjoint,
    double steer) {
  public Likelihood {
    TrainConfig.require(steer >= 0 && steer < 1, "steer", steer, "0 to below 1");
    TrainConfig.require(kinetic >= 0 && kinetic < 1e6, "kinetic", kinetic, "0 to 1e6");
    TrainConfig.require(jacobian >= 0 && jacobian < 1e6, "jacobian", jacobian, "0 to 1e6");
    TrainConfig.require(probes >= 1 && probes <= 64, "probes", probes, "1 to 64");
    SolverOptions.adaptive(solver, tolerance).withLimits(maxSteps, minStep);
  }

  /** With the solver's own limits, the exact gradient and blocks that always end at 1. */
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
        Adjoint.Kind.DISCRETE,
        0);
  }

  /** Options of the solver in training. */
  public SolverOptions solverOptions() {
    return SolverOptions.adaptive(solver, tolerance).withLimits(maxSteps, minStep);
  }
}
