package rivulet.ode;

import java.util.Arrays;
import rivulet.ode.adjoint.Checkpoints;
import rivulet.ode.method.ButcherTableau;

/**
 * The accepted steps of a solve, per lane, as an adjoint needs them: their times and sizes here,
 * the states at their starts as snapshots of the system ({@link OdeSystem#store}). There are only
 * so many snapshots: in a longer solve some states are left out and computed again, with the same
 * bits, when the steps are reversed ({@link Checkpoints}). Reusable: a solve overwrites the lanes
 * it lists.
 */
public final class Trajectory {
  /** Default limit of snapshots per lane: more steps than most solves of a flow take. */
  public static final int SNAPSHOTS = 256;

  private static final Trajectory NONE = new Trajectory();

  private final boolean recording;
  private final double[][] times;
  private final double[][] steps;
  private final int[] accepted;
  private final ButcherTableau[] tableaux;
  private final Checkpoints[] checkpoints;

  private Trajectory() {
    recording = false;
    times = new double[0][];
    steps = new double[0][];
    accepted = new int[0];
    tableaux = new ButcherTableau[0];
    checkpoints = new Checkpoints[0];
  }

  /** An empty recording for a system with {@code lanes} lanes. */
  public Trajectory(int lanes) {
    this(lanes, SNAPSHOTS);
  }

  /** The same with another limit of snapshots per lane, at least 1. */
  public Trajectory(int lanes, int snapshots) {
    if (lanes < 1 || snapshots < 1) {
      throw new IllegalArgumentException(
          "trajectory: lanes and snapshots must be positive, found " + lanes + ", " + snapshots);
    }
    recording = true;
    times = new double[lanes][16];
    steps = new double[lanes][16];
    accepted = new int[lanes];
    tableaux = new ButcherTableau[lanes];
    checkpoints = new Checkpoints[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      checkpoints[lane] = new Checkpoints(snapshots);
    }
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

  public boolean recordedWith(int lane, ButcherTableau tableau) {
    return tableau.equals(tableaux[lane]);
  }

  void begin(int lane, ButcherTableau tableau, double t0) {
    tableaux[lane] = tableau;
    accepted[lane] = 0;
    times[lane][0] = t0;
    checkpoints[lane].begin();
  }

  /** Keeps the state before a step if there is room for it. */
  void keep(OdeSystem system, int lane, int register, int step) {
    int place = checkpoints[lane].forward(step);
    if (place >= 0) {
      system.store(lane, register, place);
    }
  }

  public Checkpoints checkpoints(int lane) {
    return checkpoints[lane];
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
