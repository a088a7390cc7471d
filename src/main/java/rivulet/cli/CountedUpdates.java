package rivulet.cli;

import java.util.List;
import rivulet.train.LevelMetrics;
import rivulet.train.TrainRun;

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
  public void updated(long step, long steps, List<LevelMetrics> metrics) {
    bar.update(step, steps, metrics);
    for (LevelMetrics level : metrics) {
      evaluations += level.evaluations() * batch;
    }
  }

  /** Evaluations of a vector field for one image so far, over images and levels. */
  double evaluations() {
    return evaluations;
  }
}
