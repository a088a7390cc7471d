package rivulet.cli;

import rivulet.train.LevelMetrics;
import rivulet.train.TrainRun;
import rivulet.train.Trainer;

/** Shows the progress of a training run and counts its evaluations. */
final class CountedUpdates implements TrainRun.Listener {
  private final ProgressBar bar;
  private final int batch;
  private double evaluations;

  /**
   * @param batch images per update
   */
  CountedUpdates(ProgressBar bar, int batch) {
    this.bar = bar;
    this.batch = batch;
  }

  @Override
  public void updated(long step, long steps, Trainer trainer) {
    bar.update(step, steps, trainer);
    for (LevelMetrics level : trainer.metrics()) {
      evaluations += level.evaluations() * batch;
    }
  }

  /** Evaluations of a vector field for one image so far, over images and levels. */
  double evaluations() {
    return evaluations;
  }
}
