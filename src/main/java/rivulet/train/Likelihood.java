package rivulet.train;

import rivulet.flow.ProbeKind;
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
 */
public record Likelihood(
    String solver,
    double tolerance,
    double kinetic,
    double jacobian,
    int probes,
    ProbeKind probeKind) {
  public Likelihood {
    TrainConfig.require(kinetic >= 0 && kinetic < 1e6, "kinetic", kinetic, "0 to 1e6");
    TrainConfig.require(jacobian >= 0 && jacobian < 1e6, "jacobian", jacobian, "0 to 1e6");
    TrainConfig.require(probes >= 1 && probes <= 64, "probes", probes, "1 to 64");
    SolverOptions.adaptive(solver, tolerance);
  }

  /** Options of the solver in training. */
  public SolverOptions solverOptions() {
    return SolverOptions.adaptive(solver, tolerance);
  }
}
