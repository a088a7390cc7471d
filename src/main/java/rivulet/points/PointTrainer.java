package rivulet.points;

import rivulet.flow.SolveException;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.Divergence;
import rivulet.parallel.TaskFailure;
import rivulet.parallel.WorkerPool;
import rivulet.tensor.Workspace;
import rivulet.train.Objective;
import rivulet.train.descent.LevelDescent;
import rivulet.train.descent.SkippedUpdates;

/**
 * Trains a flow of points. Update n takes the training points {@code n·batch … (n+1)·batch − 1} of
 * its source. The state after n updates is a function of source, start and configuration; threads
 * only share the work out.
 */
public final class PointTrainer implements AutoCloseable {
  /** Native memory per worker for residuals of solves. */
  private static final long TAPE_BYTES = 64L << 20;

  private final PointConfig config;
  private final PointModel start;
  private final CnfLevel level;
  private final LevelDescent descent;
  private final PointObjective objective;
  private final WorkerPool pool;
  private final Workspace workspace = new Workspace();
  private final int groups;
  private final SkippedUpdates skipped = new SkippedUpdates();
  private long step;

  /** Starts from {@code start}; nothing is trained yet. */
  public PointTrainer(PointSource source, PointModel start, PointConfig config, int threads) {
    this.config = config.with(start.shape());
    this.start = start;
    boolean matching = config.objective() == Objective.MATCHING;
    Divergence divergence = matching ? new Divergence.None() : new Divergence.Exact();
    this.level = start.level(matching ? this.config.sharing() : 1, divergence, true, workspace);
    PointDraw[] points = new PointDraw[threads];
    for (int w = 0; w < threads; w++) {
      points[w] = new PointDraw(source, start.standard(), config.train().seed());
    }
    this.objective =
        matching
            ? new PointMatching(level, this.config, points, workspace)
            : new PointLikelihood(level, this.config, points, TAPE_BYTES, workspace);
    this.descent = new LevelDescent(level, config.train(), workspace);
    this.pool = new WorkerPool(threads);
    this.groups = (config.train().batch() - 1) / config.train().group() + 1;
  }

  /** Updates done. */
  public long step() {
    return step;
  }

  /**
   * One update.
   *
   * @throws IllegalStateException if a point's solve does not arrive; the state is that before; or
   *     if too many updates in a row were skipped
   */
  public void update() {
    try {
      pool.run(groups, this::work);
    } catch (TaskFailure failure) {
      descent.abandon();
      if (failure.getCause() instanceof SolveException cause) {
        throw new IllegalStateException("play: update " + step + ": " + cause.getMessage(), cause);
      }
      throw failure;
    }
    boolean applied = descent.update(step, groups);
    if (skipped.tooMany(0, applied)) {
      throw new IllegalStateException(SkippedUpdates.message("play", step, config.train().skip()));
    }
    step++;
  }

  private void work(int worker, int leaf) {
    int from = leaf * config.train().group();
    int to = Math.min(config.train().batch(), from + config.train().group());
    objective.group(worker, step, from, to);
    descent.submit(leaf, objective.sums(worker));
  }

  /** Mean loss of the last update's points: of the velocity per entry, or −ln p in nats. */
  public double loss() {
    return objective.loss();
  }

  /** The model with the averaged weights, if they are kept; training is then over. */
  public PointModel finish() {
    descent.useAverages();
    return start.with(level.blocks().getFirst());
  }

  @Override
  public void close() {
    pool.close();
    descent.close();
    workspace.close();
  }
}
