package rivulet.ode;

import java.util.Arrays;

/**
 * What became of each lane in the last solve it was listed in. The solver owns and overwrites it.
 * If a lane did not finish, its last good state is in register 0, at {@link #time}.
 */
public final class Solution {
  public final Status[] status;
  public final double[] time;
  public final double[] step;
  public final double[] errorRatio;
  public final int[] accepted;
  public final int[] rejected;
  public final int[] evaluations;
  private final double[] totals;
  private final int quadratures;

  public Solution(int lanes, int quadratures) {
    status = new Status[lanes];
    Arrays.fill(status, Status.UNFINISHED);
    time = new double[lanes];
    step = new double[lanes];
    errorRatio = new double[lanes];
    accepted = new int[lanes];
    rejected = new int[lanes];
    evaluations = new int[lanes];
    totals = new double[lanes * quadratures];
    this.quadratures = quadratures;
  }

  public void begin(int lane, double t0) {
    status[lane] = Status.UNFINISHED;
    time[lane] = t0;
    step[lane] = 0;
    errorRatio[lane] = 0;
    accepted[lane] = 0;
    rejected[lane] = 0;
    evaluations[lane] = 0;
    Arrays.fill(totals, lane * quadratures, (lane + 1) * quadratures, 0);
  }

  double[] totals() {
    return totals;
  }

  /** How the lane ended. */
  public Status status(int lane) {
    return status[lane];
  }

  /** Whether the lane reached the end. */
  public boolean finished(int lane) {
    return status[lane] == Status.FINISHED;
  }

  /** Time that was reached: exactly t1 if finished. */
  public double time(int lane) {
    return time[lane];
  }

  /** Last step that was tried, signed; 0 if none. */
  public double step(int lane) {
    return step[lane];
  }

  /** Error ratio of the last step that was tried; accepted if at most 1; 0 with fixed steps. */
  public double errorRatio(int lane) {
    return errorRatio[lane];
  }

  /** Number of accepted steps. */
  public int accepted(int lane) {
    return accepted[lane];
  }

  /** Number of rejected steps. */
  public int rejected(int lane) {
    return rejected[lane];
  }

  /** Number of evaluations of f, those of the starting step included. */
  public int evaluations(int lane) {
    return evaluations[lane];
  }

  /** Integral of rate {@code q} from t0 to {@link #time}; negative intervals count negative. */
  public double quadrature(int lane, int q) {
    if (q < 0 || q >= quadratures) {
      throw new IllegalArgumentException(
          "solution: no quadrature " + q + ", the system has " + quadratures);
    }
    return totals[lane * quadratures + q];
  }

  /** One line: what happened to the lane, with numbers, and what to try if it failed. */
  public String describe(int lane) {
    String where =
        "t = " + time[lane] + ": h = " + step[lane] + ", error ratio " + errorRatio[lane];
    String counts =
        accepted[lane]
            + " steps accepted, "
            + rejected[lane]
            + " rejected, "
            + (evaluations[lane] + " evaluations");
    return "lane "
        + lane
        + ": "
        + outcome(status[lane])
        + " at "
        + where
        + "; "
        + counts
        + advice(status[lane]);
  }

  private static String outcome(Status status) {
    return switch (status) {
      case UNFINISHED -> "not solved, left";
      case FINISHED -> "finished";
      case STEP_TOO_SMALL -> "step too small";
      case TOO_MANY_STEPS -> "too many steps";
      case NON_FINITE -> "a value is infinite or not a number";
    };
  }

  private static String advice(Status status) {
    return switch (status) {
      case UNFINISHED, FINISHED -> "";
      case STEP_TOO_SMALL ->
          "; the field blows up or jumps here: shorten the interval, loosen the tolerance (float32"
              + " states carry no more than about 1e-6), lower `min-step` if it was set, or lower"
              + " the learning rate";
      case TOO_MANY_STEPS ->
          "; the field is stiff or the tolerance tight: allow more steps (`max-steps`), loosen the"
              + " tolerance or regularise the field (kinetic energy, Jacobian norm)";
      case NON_FINITE ->
          "; check the inputs and the parameters for NaN and huge values, lower the learning rate"
              + " or clip gradients; with fixed steps take more of them";
    };
  }
}
