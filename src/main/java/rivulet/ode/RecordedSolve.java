package rivulet.ode;

import java.util.List;

/**
 * What one solve of one lane did, from its first time to its last.
 *
 * @param frames states at evenly spaced times, both ends included
 * @param steps in the order in which the solver tried them
 * @param evaluations of the field that the solve took
 */
public record RecordedSolve(List<Frame> frames, List<Step> steps, int evaluations) {
  /**
   * The state at one time, and the rates of the quadratures there.
   *
   * @param time where
   * @param state entry by entry
   * @param rates quadrature by quadrature
   */
  public record Frame(double time, double[] state, double[] rates) {}

  /**
   * A step that the solver tried.
   *
   * @param time where it begins
   * @param size h
   * @param errorRatio its error by the tolerance; at most 1 where accepted, 0 with fixed steps
   * @param accepted whether it was taken
   * @param sums of the quadratures from the first time to the end of the step; those so far where
   *     it was not taken
   */
  public record Step(
      double time, double size, double errorRatio, boolean accepted, double[] sums) {}

  /** Copies the lists. */
  public RecordedSolve {
    frames = List.copyOf(frames);
    steps = List.copyOf(steps);
  }

  /** The last state. */
  public double[] end() {
    return frames.getLast().state();
  }
}
