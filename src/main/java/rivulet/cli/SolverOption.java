package rivulet.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import rivulet.ode.AdaptiveSteps;
import rivulet.ode.SolverOptions;

/** The solver, its tolerance and its limits; each command states its own defaults. */
final class SolverOption {
  @Option(
      names = "--solver",
      paramLabel = "METHOD",
      description = "Runge-Kutta method with an error estimate (default: ${DEFAULT-VALUE}).")
  private String method;

  @Option(
      names = "--tolerance",
      paramLabel = "T",
      description = "Absolute and relative tolerance of a step (default: ${DEFAULT-VALUE}).")
  private double tolerance;

  @Option(
      names = "--max-steps",
      paramLabel = "N",
      description = {
        "Steps, rejected ones included, after which a solve gives up (default: ${DEFAULT-VALUE})."
      })
  private int maxSteps = AdaptiveSteps.MAX_STEPS;

  @Option(
      names = "--min-step",
      paramLabel = "H",
      description = {
        "Step below which a solve gives up; blocks run over a time of 1 (default: 0, the rounding",
        "of the time)."
      })
  private double minStep;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  SolverOption(String method, double tolerance) {
    this.method = method;
    this.tolerance = tolerance;
  }

  /**
   * The options as the solver takes them.
   *
   * @throws ParameterException for an unknown method, one that cannot adapt, a bad tolerance or bad
   *     limits
   */
  SolverOptions options() {
    try {
      return SolverOptions.adaptive(method, tolerance).withLimits(maxSteps, minStep);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  String method() {
    return method;
  }

  double tolerance() {
    return tolerance;
  }

  int maxSteps() {
    return maxSteps;
  }

  double minStep() {
    return minStep;
  }
}
