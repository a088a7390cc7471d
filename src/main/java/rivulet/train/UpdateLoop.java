package rivulet.train;

import java.util.List;
import java.util.function.BooleanSupplier;
import rivulet.train.descent.SkippedUpdates;

/**
 * Updates of a run until all are done or it is told to stop, with metrics and checkpoints. Metrics
 * reach their files within seconds, so that others can watch.
 *
 * @param directory where the checkpoint goes
 * @param execution how often it is written
 * @param listener told after every update
 * @param stop asked before every update
 * @param log where metrics go; complete up to a checkpoint before that is written
 */
public record UpdateLoop(
    RunDirectory directory,
    FlowRun.Execution execution,
    FlowRun.Listener listener,
    BooleanSupplier stop,
    MetricsLog log) {

  private static final long FLUSH_NANOSECONDS = 5_000_000_000L;

  /** What is updated. */
  public interface Descent {
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
   * @param skip gradient norm from which on an update is left out
   * @throws IllegalStateException if too many updates in a row were left out
   */
  void run(Descent descent, long end, double skip, Runnable checkpoint) {
    long flushed = System.nanoTime();
    SkippedUpdates skipped = new SkippedUpdates();
    while (descent.step() < end && !stop.getAsBoolean()) {
      long step = descent.step();
      descent.update();
      log.write(step, descent.metrics());
      listener.updated(descent.step(), execution.steps(), descent.metrics());
      if (skipped.tooMany(descent.metrics())) {
        save(checkpoint);
        throw new IllegalStateException(SkippedUpdates.message("train", step, skip));
      }
      if (System.nanoTime() - flushed > FLUSH_NANOSECONDS) {
        log.flush();
        flushed = System.nanoTime();
      }
      int every = execution.checkpointEvery();
      if (every > 0 && descent.step() % every == 0) {
        save(checkpoint);
      }
    }
    // Always: whoever was killed after a checkpoint may have left the model before it.
    save(checkpoint);
  }

  private void save(Runnable checkpoint) {
    log.flush();
    checkpoint.run();
  }
}
