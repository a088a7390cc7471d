package rivulet.train;

import java.nio.file.Files;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Updates of a run until all are done or it is told to stop, with metrics and checkpoints.
 *
 * @param directory where the checkpoint goes
 * @param execution how often it is written
 * @param listener told after every update
 * @param stop asked before every update
 * @param log where metrics go; complete up to a checkpoint before that is written
 */
record UpdateLoop(
    RunDirectory directory,
    TrainRun.Execution execution,
    TrainRun.Listener listener,
    BooleanSupplier stop,
    MetricsLog log) {

  /** What is updated. */
  interface Descent {
    /** Updates done. */
    long step();

    /** Makes one update. */
    void update();

    /** What the last update was. */
    List<LevelMetrics> metrics();
  }

  /**
   * Runs up to update {@code end}; whatever ends it, a checkpoint of that moment is there.
   *
   * @param checkpoint writes the state to the directory
   */
  void run(Descent descent, long end, Runnable checkpoint) {
    long saved = descent.step();
    while (descent.step() < end && !stop.getAsBoolean()) {
      long step = descent.step();
      descent.update();
      log.write(step, descent.metrics());
      listener.updated(descent.step(), execution.steps(), descent.metrics());
      int every = execution.checkpointEvery();
      if (every > 0 && descent.step() % every == 0) {
        save(checkpoint);
        saved = descent.step();
      }
    }
    if (saved != descent.step() || !Files.exists(directory.checkpoint())) {
      save(checkpoint);
    }
  }

  private void save(Runnable checkpoint) {
    log.flush();
    checkpoint.run();
  }
}
