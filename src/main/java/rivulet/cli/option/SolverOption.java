package rivulet.cli.option;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import rivulet.ode.AdaptiveSteps;
import rivulet.ode.SolverOptions;

/** The solver, its tolerance and its limits; each command states its own defaults. */
@Section(Section.SOLVER)
public final class SolverOption {
  @Option(
      names = "--solver",
      completionCandidates = Values.Solvers.class,
      paramLabel = "METHOD",
      description = "Adaptive Runge-Kutta method (default: ${DEFAULT-VALUE})")
  private String method;

  @Option(
      names = "--tolerance",
      paramLabel = "T",
      description = "Absolute and relative, of a step (default: ${DEFAULT-VALUE})")
  private double tolerance;

  @Option(
      names = "--max-steps",
      paramLabel = "N",
      description = "Steps after which a solve gives up (default: ${DEFAULT-VALUE})")
  private int maxSteps = AdaptiveSteps.MAX_STEPS;

  @Option(
      names = "--min-step",
      paramLabel = "H",
      description = "Step below which a solve gives up (default: rounding)")
  private double minStep;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  public SolverOption(String method, double tolerance) {
    this.method = method;
    this.tolerance = tolerance;
  }

  /**
   * The options as the solver takes them.
   *
   * @throws ParameterException for an unknown method, one that cannot adapt, a bad tolerance or bad
   *     limits
   */
  public SolverOptions options() {
    return options(tolerance);
  }

  /** The same, limits included, at a tenth of the tolerance: to see how far a result moves. */
  public SolverOptions finer() {
    return options(tolerance / 10);
  }

  private SolverOptions options(double tolerance) {
    try {
      return SolverOptions.adaptive(method, tolerance).withLimits(maxSteps, minStep);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  public String method() {
    return method;
  }

  public double tolerance() {
    return tolerance;
  }

  public int maxSteps() {
    return maxSteps;
  }

  public double minStep() {
    return minStep;
  }
}
