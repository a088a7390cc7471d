package rivulet.ode.adjoint;

import rivulet.names.Named;
import rivulet.ode.AdjointSystem;
import rivulet.ode.Solution;
import rivulet.ode.SolverOptions;
import rivulet.ode.Trajectory;

/**
 * The gradient of Σ over a solve's end values and quadratures by its start value and by the
 * system's parameters. Which one to use: see the table in the package's description.
 *
 * <p>Registers: those of the solver come first; {@link #cotangent} goes in as the gradient with
 * respect to the end value and comes out as that with respect to the start value. All others are
 * overwritten.
 */
public sealed interface Adjoint permits DiscreteAdjoint, ContinuousAdjoint {
  /** How the gradient is found. */
  enum Kind {
    /** The recorded steps reversed one by one: exact to rounding. */
    DISCRETE,
    /** State and cotangent solved backwards together, without any record. */
    BACKSOLVE,
    /** The cotangent solved backwards along the dense output of the recorded steps. */
    INTERPOLATING;

    /** The kind of that name, in lower case. */
    public static Kind parse(String text) {
      return Named.of("adjoint", text, values(), Kind::label);
    }

    /** The name in lower case. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * An adjoint for solves with these options on systems with that many lanes and quadratures. The
   * continuous ones use the same options on their way back.
   */
  static Adjoint of(Kind kind, SolverOptions options, int lanes, int quadratures) {
    return switch (kind) {
      case DISCRETE -> new DiscreteAdjoint(options.tableau(), lanes, quadratures);
      case BACKSOLVE -> new BacksolveAdjoint(options, lanes, quadratures);
      case INTERPOLATING ->
          new InterpolatingAdjoint(options.tableau(), options, lanes, quadratures);
    };
  }

  /** Register of the cotangent of y, in and out. */
  int cotangent();

  /** Number of registers the system must have, for solver and adjoint together. */
  int registers();

  /**
   * What became of each lane on its way back; a continuous adjoint may fail like any solve, its
   * gradient is then of no use.
   */
  Solution solution();

  /**
   * Goes back over the recorded solves of the first {@code count} of {@code lanes}.
   *
   * @param system registers modified as said above; parameter gradients accumulate in it
   * @param trajectory of the solves; not modified but for which states are kept as snapshots
   * @param quadratureWeights gradient with respect to each quadrature, {@code [lane * quadratures +
   *     q]}, not modified
   * @throws IllegalArgumentException if sizes differ or a lane was not recorded with the method
   */
  void solve(
      AdjointSystem system,
      int[] lanes,
      int count,
      Trajectory trajectory,
      double[] quadratureWeights);
}
