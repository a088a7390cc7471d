package rivulet.train;

/**
 * The learning rate over updates.
 *
 * @param rate after warm-up
 * @param warmUp updates of each phase over which the rate rises linearly
 * @param cosineSteps updates of the whole run over which it falls to zero along a cosine; 0: it
 *     does not
 */
public record Schedule(double rate, int warmUp, int cosineSteps) {
  public Schedule {
    TrainConfig.require(rate > 0 && rate < 10, "learning rate", rate, "0 to 10");
    TrainConfig.require(warmUp >= 0, "warm-up", warmUp, "at least 0");
    TrainConfig.require(cosineSteps >= 0, "cosine steps", cosineSteps, "at least 0");
  }

  /**
   * Learning rate of an update.
   *
   * @param base rate after warm-up in the update's phase
   * @param step of the run, from 0
   * @param phaseStep of the phase, from 0
   */
  double at(double base, long step, long phaseStep) {
    double rate = base;
    if (phaseStep < warmUp) {
      rate *= (phaseStep + 1.0) / warmUp;
    }
    if (cosineSteps > 0) {
      double phase = Math.min(1.0, (double) step / cosineSteps);
      rate *= 0.5 * (1 + StrictMath.cos(StrictMath.PI * phase));
    }
    return rate;
  }
}
