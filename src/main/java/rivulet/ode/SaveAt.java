package rivulet.ode;

import rivulet.ode.method.DenseOutput;

/**
 * Times at which the solution is wanted while a solve goes on its way. They do not influence its
 * steps: within a step the method's {@link DenseOutput} gives the state, at the end of one the
 * state itself is taken.
 */
public final class SaveAt {
  private static final SaveAt NONE = new SaveAt(new double[0], (lane, index, time, register) -> {});

  private final double[] times;
  private final Sink sink;

  /** Receives states. */
  @FunctionalInterface
  public interface Sink {
    /**
     * The solution of a lane at a time is in a register, until this returns.
     *
     * @param index of the time in the list
     */
    void save(int lane, int index, double time, int register);
  }

  /**
   * Every time must lie in the interval of the solve, and they must run in its direction. A lane
   * that fails on its way leaves later times out.
   *
   * @param times not modified, copied
   */
  public SaveAt(double[] times, Sink sink) {
    this.times = times.clone();
    this.sink = sink;
  }

  /** No times. */
  public static SaveAt none() {
    return NONE;
  }

  /** Number of times. */
  public int count() {
    return times.length;
  }

  double time(int index) {
    return times[index];
  }

  void save(int lane, int index, int register) {
    sink.save(lane, index, times[index], register);
  }

  void check(double t0, double t1) {
    double before = t0;
    for (int i = 0; i < times.length; i++) {
      if (!between(times[i], before, t1)) {
        throw new IllegalArgumentException(
            "save: time "
                + i
                + " is "
                + times[i]
                + "; times must run from "
                + t0
                + " to "
                + t1
                + " without turning back");
      }
      before = times[i];
    }
  }

  private static boolean between(double time, double start, double end) {
    return start <= end ? time >= start && time <= end : time <= start && time >= end;
  }
}
