package rivulet.ode;

import rivulet.ode.method.DenseStages;

/** Hands out the states at wanted times, lane by lane, as steps are accepted. */
final class StepSaver implements StepListener {
  private final DenseStages dense;
  private final Solution solution;
  private final int[] following;
  private SaveAt wanted = SaveAt.none();
  private boolean forward;

  StepSaver(DenseStages dense, Solution solution, int lanes) {
    this.dense = dense;
    this.solution = solution;
    following = new int[lanes];
  }

  /** Number of registers that a solve with times needs. */
  int registers() {
    return dense.registers() + 1;
  }

  void begin(SaveAt saveAt, double t0, double end) {
    saveAt.check(t0, end);
    wanted = saveAt;
    forward = end >= t0;
  }

  @Override
  public void started(int lane, double t0) {
    following[lane] = 0;
    reached(lane, t0, Stages.Y);
  }

  @Override
  public boolean needsLastDerivative() {
    return true;
  }

  @Override
  public void accepted(OdeSystem system, int lane, double t, double h, double next) {
    if (within(lane, next)) {
      int register = dense.registers();
      dense.evaluate(system, lane, t, h, next, register);
      solution.evaluations[lane] += dense.additional();
      while (within(lane, next)) {
        double theta = (wanted.time(following[lane]) - t) / h;
        dense.combine(system, lane, theta, h, register);
        wanted.save(lane, following[lane]++, register);
      }
    }
    reached(lane, next, Stages.NEXT);
  }

  /** Whether the lane's next wanted time lies before the end of the step. */
  private boolean within(int lane, double next) {
    int index = following[lane];
    return index < wanted.count()
        && (forward ? wanted.time(index) < next : wanted.time(index) > next);
  }

  private void reached(int lane, double time, int register) {
    while (following[lane] < wanted.count() && wanted.time(following[lane]) == time) {
      wanted.save(lane, following[lane]++, register);
    }
  }
}
