package rivulet.train.noise;

import java.util.List;
import rivulet.data.ImageSet;
import rivulet.flow.FlowModel;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.SolveException;
import rivulet.flow.network.Differentiation;
import rivulet.flow.network.Divergence;
import rivulet.noise.VariationalDequantisation;
import rivulet.parallel.ScalarSum;
import rivulet.parallel.TaskFailure;
import rivulet.parallel.WorkerPool;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;
import rivulet.train.Batches;
import rivulet.train.LevelMetrics;
import rivulet.train.TrainConfig;
import rivulet.train.Trainer;
import rivulet.train.UpdateLoop;

/**
 * Trains the noise of a model whose flow stays as it is: descends the mean over images of −B in
 * bits/dim, where E B = E_q[ln p(X + u) − ln q(u | X)] is the bound of ln P(X). The state after n
 * updates is a function of model, configuration and data.
 */
public final class NoiseTrainer implements UpdateLoop.Descent, AutoCloseable {
  private final TrainConfig config;
  private final ModelSpec spec;
  private final VariationalDequantisation start;
  private final MultiResolutionFlow flow;
  private final WorkerPool pool;
  private final Workspace workspace = new Workspace();
  private final NoiseDescent descent;
  private final NoiseWorker[] workers;
  private final Batches batches;
  private final int groups;
  private final double[] bounds;
  private final double[] evaluations;
  private long step;
  private boolean applied;

  public NoiseTrainer(
      FlowModel model,
      VariationalDequantisation start,
      TrainConfig config,
      ImageSet data,
      int threads,
      long tapeBytes,
      Tuning tuning) {
    this.config = config;
    this.spec = model.spec();
    this.start = start;
    Divergence divergence = new Divergence.Hutchinson(config.likelihood().probes());
    this.flow = new MultiResolutionFlow(model, divergence, Differentiation.BY_INPUTS, tuning);
    this.pool = new WorkerPool(threads);
    this.descent = new NoiseDescent(config, start.parameters(), workspace);
    this.workers = new NoiseWorker[threads];
    for (int w = 0; w < threads; w++) {
      workers[w] =
          new NoiseWorker(
              flow, start.shape(), descent.parameters(), config, data, tapeBytes, workspace);
    }
    this.batches = new Batches(config.seed(), (int) data.count(), config.batch());
    this.groups = (config.batch() + config.group() - 1) / config.group();
    this.bounds = new double[config.batch()];
    this.evaluations = new double[config.batch()];
  }

  /** Updates done. */
  @Override
  public long step() {
    return step;
  }

  /** Continues after {@code done} updates; parameters and moments have been set by the caller. */
  void resumeAt(long done) {
    step = done;
  }

  NoiseDescent descent() {
    return descent;
  }

  /** The noise with the averaged parameters. */
  public VariationalDequantisation noise() {
    return new VariationalDequantisation(start.shape(), descent.averaged());
  }

  /** Native memory in use, in bytes. */
  public long nativeBytes() {
    return workspace.allocatedBytes() + flow.allocatedBytes();
  }

  /**
   * One update.
   *
   * @throws IllegalStateException if an image's solve does not arrive; the state is that before the
   *     update
   */
  @Override
  public void update() {
    batches.prepare(step);
    try {
      pool.run(groups, this::work);
    } catch (TaskFailure failure) {
      descent.abandon();
      if (failure.getCause() instanceof SolveException cause) {
        throw new IllegalStateException("train: update " + step + ": " + cause.getMessage(), cause);
      }
      throw Trainer.unwrapped(failure);
    }
    double factor = 1 / (config.batch() * (spec.dimensions() * ModelSpec.LN_2));
    applied = descent.update(step, groups, factor);
    step++;
  }

  private void work(int worker, int leaf) {
    int from = leaf * config.group();
    int to = Math.min(config.batch(), from + config.group());
    descent.submit(leaf, workers[worker].group(step, from, to, batches, bounds, evaluations));
  }

  /** What the last update was like: one entry, for the whole image. */
  @Override
  public List<LevelMetrics> metrics() {
    int n = config.batch();
    return List.of(
        new LevelMetrics(
            LevelMetrics.WHOLE_IMAGE,
            spec.bitsPerDim(ScalarSum.sum(bounds, n) / n),
            Double.NaN,
            Double.NaN,
            Double.NaN,
            ScalarSum.sum(evaluations, n) / n,
            descent.norm(),
            config.rate(step - 1),
            applied));
  }

  @Override
  public void close() {
    pool.close();
    descent.close();
    workspace.close();
    flow.close();
  }
}
