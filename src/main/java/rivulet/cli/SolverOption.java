package rivulet.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import rivulet.ode.SolverOptions;

/** {@code --solver} and {@code --tolerance}; each command states its own defaults. */
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

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  SolverOption(String method, double tolerance) {
    this.method = method;
    this.tolerance = tolerance;
  }

  /**
   * The options as the solver takes them.
   *
   * @throws ParameterException for an unknown method, one that cannot adapt, or a bad tolerance
   */
  SolverOptions options() {
    try {
      return SolverOptions.adaptive(method, tolerance);
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
}
