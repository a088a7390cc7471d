package rivulet.check;

import java.util.List;
import java.util.function.Consumer;
import rivulet.ode.AdaptiveSteps;
import rivulet.ode.RungeKuttaSolver;
import rivulet.ode.SolverOptions;
import rivulet.ode.Status;
import rivulet.ode.Tolerance;
import rivulet.ode.Trajectory;
import rivulet.ode.VectorFieldSystem;
import rivulet.ode.method.ButcherTableau;

/**
 * DETEST in float64: error at the end and evaluations for every problem, adaptive method of order 3
 * or more, and tolerance. The errors are against a solve of order 8 at 1e-13, by a method other
 * than the one that is measured.
 */
public final class Detest {
  /** Tolerances of the table. */
  public static final List<Double> TOLERANCES = List.of(1e-3, 1e-6, 1e-9);

  private static final double REFERENCE_TOLERANCE = 1e-13;
  private static final int MOST_STEPS = 1_000_000;
  private static final int LEAST_ORDER = 3;
  private static final int[] LANE = {0};

  private Detest() {}

  /**
   * One solve.
   *
   * @param problem A1 to E5
   * @param method name of the method
   * @param tolerance absolute and relative
   * @param status how it ended
   * @param error max_d |y_d − ŷ_d| / (1 + |ŷ_d|) at t = 20; NaN if it did not get there
   * @param evaluations of f
   */
  public record Result(
      String problem,
      String method,
      double tolerance,
      Status status,
      double error,
      int evaluations) {}

  /** The methods of the table, by rising order. */
  public static List<String> methods() {
    return ButcherTableau.names().stream()
        .filter(name -> ButcherTableau.named(name).estimatesError())
        .filter(name -> ButcherTableau.named(name).order() >= LEAST_ORDER)
        .toList();
  }

  /** The problems of the table, A1 to E5. */
  public static List<DetestProblem> problems() {
    return DetestProblems.all();
  }

  /** Solves a problem by every method at one tolerance. */
  public static void run(DetestProblem problem, double tolerance, Consumer<Result> listener) {
    for (String method : methods()) {
      listener.accept(run(problem, method, tolerance));
    }
  }

  static Result run(DetestProblem problem, String method, double tolerance) {
    Solve reference =
        new Solve(problem, method.equals("dop853") ? "dopri8" : "dop853", REFERENCE_TOLERANCE);
    Solve solve = new Solve(problem, method, tolerance);
    boolean both = reference.status == Status.FINISHED && solve.status == Status.FINISHED;
    double error = both ? distance(solve.end, reference.end) : Double.NaN;
    return new Result(problem.name(), method, tolerance, solve.status, error, solve.evaluations);
  }

  static double distance(double[] found, double[] expected) {
    double largest = 0;
    for (int d = 0; d < expected.length; d++) {
      double size = 1 + Math.abs(expected[d]);
      largest = Math.max(largest, Math.abs(found[d] - expected[d]) / size);
    }
    return largest;
  }

  /** y(20) by a method at a tolerance. */
  static final class Solve {
    final double[] end;
    final Status status;
    final int evaluations;

    Solve(DetestProblem problem, String method, double tolerance) {
      AdaptiveSteps steps = AdaptiveSteps.of(Tolerance.of(tolerance)).withMaxSteps(MOST_STEPS);
      SolverOptions options = new SolverOptions(ButcherTableau.named(method), steps);
      RungeKuttaSolver solver = new RungeKuttaSolver(options, 1, 0);
      double[] start = problem.start();
      VectorFieldSystem system =
          new VectorFieldSystem(problem.field(), start.length, 1, solver.registers());
      System.arraycopy(start, 0, system.register(0), 0, start.length);
      solver.solve(system, LANE, 1, 0, DetestProblem.END, Trajectory.none());
      end = system.register(0).clone();
      status = solver.solution().status(0);
      evaluations = solver.solution().evaluations(0);
    }
  }
}
