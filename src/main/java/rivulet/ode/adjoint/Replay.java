package rivulet.ode.adjoint;

import rivulet.ode.FieldBatch;
import rivulet.ode.OdeSystem;
import rivulet.ode.Stages;
import rivulet.ode.Trajectory;

/**
 * Brings back the state at the start of a recorded step: from its snapshot, or by running the
 * recorded steps again from an earlier one, with the same bits as before. One lane at a time; free
 * snapshot places are used on the way as {@link Checkpoints} says.
 */
final class Replay {
  private final Stages stages;
  private final int quadratures;
  private final boolean residuals;
  private final FieldBatch batch;
  private final double[] unusedRates;

  /** For states alone. */
  Replay(Stages stages, int lanes) {
    this(stages, lanes, 0, false);
  }

  /** Keeps residuals on the way if wanted: the steps nearest to the last are asked for first. */
  Replay(Stages stages, int lanes, int quadratures, boolean residuals) {
    this.stages = stages;
    this.residuals = residuals;
    this.quadratures = quadratures;
    batch = new FieldBatch(lanes);
    unusedRates = new double[lanes * quadratures];
  }

  /**
   * Puts the state before {@code step} into {@link Stages#Y}; {@link Stages#NEXT} and the stage
   * derivatives are overwritten.
   *
   * @return number of evaluations of f that it took
   */
  int bring(OdeSystem system, Trajectory trajectory, int lane, int step) {
    Checkpoints checkpoints = trajectory.checkpoints(lane);
    checkpoints.backTo(step);
    system.restore(lane, checkpoints.lastPlace(), Stages.Y);
    int evaluations = 0;
    int at = checkpoints.lastStep();
    while (at < step) {
      int stop = at + checkpoints.advance(step);
      while (at < stop) {
        evaluations += advance(system, trajectory, lane, at++);
      }
      if (at < step) {
        system.store(lane, Stages.Y, checkpoints.push(at));
      }
    }
    return evaluations;
  }

  /** One recorded step forward. */
  private int advance(OdeSystem system, Trajectory trajectory, int lane, int step) {
    double h = trajectory.step(lane, step);
    int evaluations = 0;
    for (int stage = 0; stage < stages.count; stage++) {
      if (stage > 0) {
        stages.state(system, lane, stage, h);
      }
      if (stages.needed(stage)) {
        evaluate(system, trajectory, lane, step, stage);
        evaluations++;
      }
    }
    stages.solution(system, lane, h);
    system.copy(lane, Stages.NEXT, Stages.Y);
    return evaluations;
  }

  private void evaluate(OdeSystem system, Trajectory trajectory, int lane, int step, int stage) {
    boolean rates = quadratures > 0 && stages.wantsRates(stage, false);
    int state = stage == 0 ? Stages.Y : Stages.NEXT;
    batch.begin(state, stages.derivative(stage), rates, unusedRates);
    double t = trajectory.time(lane, step);
    double next = trajectory.time(lane, step + 1);
    double time = stages.time(stage, t, trajectory.step(lane, step), next);
    batch.add(lane, time, residuals ? stages.slot(stage, step, false) : -1);
    system.evaluate(batch);
  }

  /** All stages of a recorded step whose start is in {@link Stages#Y}, for its dense output. */
  int evaluateAll(OdeSystem system, Trajectory trajectory, int lane, int step) {
    double h = trajectory.step(lane, step);
    double t = trajectory.time(lane, step);
    double next = trajectory.time(lane, step + 1);
    for (int stage = 0; stage < stages.count; stage++) {
      if (stage > 0) {
        stages.state(system, lane, stage, h);
      }
      batch.begin(
          stage == 0 ? Stages.Y : Stages.NEXT, stages.derivative(stage), false, unusedRates);
      batch.add(lane, stages.time(stage, t, h, next), -1);
      system.evaluate(batch);
    }
    return stages.count;
  }
}
