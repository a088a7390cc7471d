package rivulet.train;

import java.util.List;
import java.util.function.BooleanSupplier;
import rivulet.flow.SolveException;
import rivulet.nativebindings.NativeCallException;
import rivulet.parallel.TaskFailure;
import rivulet.parallel.WorkerPool;
import rivulet.train.descent.SkippedUpdates;

/**
 * The one loop over updates: of the levels of a flow, of the noise of its pixels, of a flow of
 * points. The state after n updates is a function of problem and configuration; threads only share
 * the work out. In steady state nothing is allocated on the heap by the workers.
 */
public final class Trainer implements AutoCloseable {
  private final String name;
  private final TrainConfig config;
  private final Problem problem;
  private final WorkerPool pool;
  private final UpdateTasks tasks;
  private long step;

  /** Told how updates go. */
  public interface Watcher {
    /** After every update. */
    void updated(Trainer trainer);

    /** When no update follows, also if too many were left out or a solve did not arrive. */
    default void ended(Trainer trainer) {}
  }

  /**
   * @param name what errors begin with
   * @param problem closed with this
   * @param threads as many workers as the problem's losses have
   */
  public Trainer(String name, TrainConfig config, Problem problem, int threads) {
    this.name = name;
    this.config = config;
    this.problem = problem;
    this.pool = new WorkerPool(threads);
    this.tasks = new UpdateTasks(config, problem.parts());
  }

  /** Updates done. */
  public long step() {
    return step;
  }

  /** Continues after {@code done} updates; what they came to has been restored by the caller. */
  void resumeAt(long done) {
    step = done;
  }

  /** What is trained. */
  Problem problem() {
    return problem;
  }

  /**
   * Makes updates up to number {@code end}, or until it is told to stop.
   *
   * @param stop asked before every update
   * @throws IllegalStateException if a solve does not arrive, or too many updates in a row were
   *     left out
   */
  public void run(long end, BooleanSupplier stop, Watcher watcher) {
    SkippedUpdates skipped = new SkippedUpdates();
    while (step < end && !stop.getAsBoolean()) {
      try {
        update();
      } catch (IllegalStateException notArrived) {
        watcher.ended(this); // nothing of that update is left
        throw notArrived;
      }
      watcher.updated(this);
      if (skipped.tooMany(metrics())) {
        watcher.ended(this);
        throw new IllegalStateException(SkippedUpdates.message(name, step - 1, config.skip()));
      }
    }
    watcher.ended(this);
  }

  /**
   * One update of every part.
   *
   * @throws IllegalStateException if a solve does not arrive; the state is that before the update
   * @throws NativeCallException if the backend fails; the trainer is then of no further use
   */
  public void update() {
    List<Problem.Part> parts = problem.parts();
    try {
      prepare(parts);
      tasks.prepare(step);
      pool.run(tasks.count(), tasks);
    } catch (TaskFailure failure) {
      parts.forEach(part -> part.descent().abandon());
      if (failure.getCause() instanceof SolveException cause) {
        Problem.Part part = tasks.partOf(failure.task());
        String where = part.whole() ? "" : ", level " + part.number();
        throw new IllegalStateException(
            name + ": update " + step + where + ": " + cause.getMessage(), cause);
      }
      throw unwrapped(failure);
    }
    step++;
  }

  /** What a backend says is said as it is; anything else keeps the number of its task. */
  private static RuntimeException unwrapped(TaskFailure failure) {
    return failure.getCause() instanceof NativeCallException cause ? cause : failure;
  }

  private void prepare(List<Problem.Part> parts) {
    problem.choose(step);
    if (problem.loads() > 0) {
      pool.run(problem.loads(), problem::load);
    }
    for (Problem.Part part : parts) {
      Loss loss = part.loss();
      if (loss.prepares()) {
        pool.run(
            part.groups(config.batch()),
            (worker, group) ->
                loss.prepare(worker, step, tasks.first(part, group), tasks.first(part, group + 1)));
        loss.prepared();
      }
    }
  }

  /** What the last update was like, by part, coarsest level first. */
  public List<LevelMetrics> metrics() {
    return tasks.metrics().reversed();
  }

  /** The mean loss of the last update's batch, in the unit of the only part's loss. */
  public double loss() {
    return problem.parts().getFirst().loss().mean();
  }

  @Override
  public void close() {
    pool.close();
    problem.close();
  }
}
