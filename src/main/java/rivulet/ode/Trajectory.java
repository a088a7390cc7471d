package rivulet.ode;

import java.util.Arrays;

/**
 * The accepted steps of a solve, per lane, as the discrete adjoint needs them. The states at the
 * start of each step are kept by the system ({@link OdeSystem#store}, index = step). Reusable: a
 * solve overwrites the lanes it lists.
 */
public final class Trajectory {
  private static final Trajectory NONE = new Trajectory();

  private final boolean recording;
  private final double[][] times;
  private final double[][] steps;
  private final int[] accepted;
  private final ButcherTableau[] tableaux;

  private Trajectory() {
    recording = false;
    times = new double[0][];
    steps = new double[0][];
    accepted = new int[0];
    tableaux = new ButcherTableau[0];
  }

  /** An empty recording for a system with {@code lanes} lanes. */
  public Trajectory(int lanes) {
    if (lanes < 1) {
      throw new IllegalArgumentException("trajectory: lanes must be positive, found " + lanes);
    }
    recording = true;
    times = new double[lanes][16];
    steps = new double[lanes][16];
    accepted = new int[lanes];
    tableaux = new ButcherTableau[lanes];
  }

  /** Stands for: do not record. */
  public static Trajectory none() {
    return NONE;
  }

  /** Whether this records, that is, is not {@link #none}. */
  public boolean recording() {
    return recording;
  }

  /** Number of lanes, 0 for {@link #none}. */
  public int lanes() {
    return accepted.length;
  }

  /** Number of accepted steps of the lane. */
  public int accepted(int lane) {
    return accepted[lane];
  }

  /** Start of a step, or with {@code step == accepted(lane)} the time that was reached. */
  public double time(int lane, int step) {
    check(lane, step, accepted[lane]);
    return times[lane][step];
  }

  /** Signed size of a step. */
  public double step(int lane, int step) {
    check(lane, step, accepted[lane] - 1);
    return steps[lane][step];
  }

  boolean recordedWith(int lane, ButcherTableau tableau) {
    return tableau.equals(tableaux[lane]);
  }

  void begin(int lane, ButcherTableau tableau, double t0) {
    tableaux[lane] = tableau;
    accepted[lane] = 0;
    times[lane][0] = t0;
  }

  void append(int lane, double h, double next) {
    int step = accepted[lane]++;
    if (step + 1 == times[lane].length) {
      times[lane] = Arrays.copyOf(times[lane], 2 * times[lane].length);
      steps[lane] = Arrays.copyOf(steps[lane], 2 * steps[lane].length);
    }
    steps[lane][step] = h;
    times[lane][step + 1] = next;
  }

  private void check(int lane, int step, int last) {
    if (step < 0 || step > last) {
      throw new IllegalArgumentException(
          "trajectory: no step " + step + " in lane " + lane + ", which has " + accepted[lane]);
    }
  }
}
