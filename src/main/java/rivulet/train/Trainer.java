package rivulet.train;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import rivulet.data.ImageSet;
import rivulet.flow.FlowModel;
import rivulet.flow.LevelParameters;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.SolveException;
import rivulet.flow.network.BlockWeights;
import rivulet.measure.ImageFit;
import rivulet.nativebindings.NativeCallException;
import rivulet.noise.Dequantisation;
import rivulet.parallel.TaskFailure;
import rivulet.parallel.WorkerPool;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;
import rivulet.train.descent.LevelOptimiser;

/**
 * Trains the chosen levels of a flow by one objective. The state after n updates is a function of
 * model, configuration and data; threads only share the work out. In steady state nothing is
 * allocated on the heap by the workers.
 */
public final class Trainer implements UpdateLoop.Descent, AutoCloseable {
  private final TrainConfig config;
  private final Objective objective;
  private final MultiResolutionFlow flow;
  private final WorkerPool pool;
  private final Workspace workspace = new Workspace();
  private final List<LevelTrainer> levels = new ArrayList<>();
  private final BatchImages images;
  private final int groups;
  private long step;

  /**
   * @param model start values
   * @param chosen levels to train
   * @param objective what is descended
   * @param data training images
   * @param dequantisation their noise
   * @param threads workers
   * @param tapeBytes native memory per worker for residuals
   * @param tuning of the kernels; its backend, if any, is closed by the caller, after this
   */
  public Trainer(
      FlowModel model,
      SortedSet<Integer> chosen,
      TrainConfig config,
      Objective objective,
      ImageSet data,
      Dequantisation dequantisation,
      int threads,
      long tapeBytes,
      Tuning tuning) {
    FlowRun.requireBatch(config, data);
    ImageFit.require("train", model.spec(), data);
    this.config = config;
    this.objective = objective;
    boolean matching = objective == Objective.MATCHING;
    int probes = matching ? 0 : config.likelihood().probes();
    this.flow = new MultiResolutionFlow(model, probes, true, tuning);
    this.pool = new WorkerPool(threads);
    long share = tapeBytes / chosen.size();
    for (int number : chosen.reversed()) {
      LevelObjective losses =
          matching
              ? new MatchingObjective(flow, number, config, threads, workspace)
              : new LikelihoodObjective(flow, number, config, threads, share, workspace);
      levels.add(new LevelTrainer(flow, number, config, losses, workspace));
    }
    this.images = new BatchImages(model, config, data, dequantisation, threads);
    this.groups = (config.batch() + config.group() - 1) / config.group();
  }

  /** What is descended. */
  Objective objective() {
    return objective;
  }

  /** Updates done. */
  @Override
  public long step() {
    return step;
  }

  /** Native memory in use, in bytes. */
  public long nativeBytes() {
    return workspace.allocatedBytes() + flow.allocatedBytes();
  }

  /**
   * One update of every chosen level.
   *
   * @throws IllegalStateException if an image's solve does not arrive; the state is that before the
   *     update
   * @throws NativeCallException if the backend fails; the trainer is then of no further use
   */
  @Override
  public void update() {
    try {
      prepare();
      pool.run(levels.size() * groups, this::work);
    } catch (TaskFailure failure) {
      levels.forEach(LevelTrainer::abandon);
      if (failure.getCause() instanceof SolveException cause) {
        throw new IllegalStateException(
            "train: update "
                + step
                + ", level "
                + levels.get(failure.task() / groups).number()
                + ": "
                + cause.getMessage(),
            cause);
      }
      throw unwrapped(failure);
    }
    try {
      pool.run(levels.size(), (worker, task) -> levels.get(task).update(step, groups));
    } catch (TaskFailure failure) {
      throw unwrapped(failure);
    }
    step++;
  }

  /** What a backend says is said as it is; anything else keeps the number of its task. */
  public static RuntimeException unwrapped(TaskFailure failure) {
    return failure.getCause() instanceof NativeCallException cause ? cause : failure;
  }

  private void prepare() {
    images.prepare(step);
    pool.run(config.batch(), images::load);
    for (LevelTrainer level : levels) {
      LevelObjective losses = level.objective();
      int tasks = losses.preparations(groups);
      if (tasks > 0) {
        pool.run(
            tasks, (worker, leaf) -> losses.prepare(worker, first(leaf), first(leaf + 1), images));
        losses.prepared();
      }
    }
  }

  /** The first image of a group, or what follows the last group. */
  private int first(int leaf) {
    return Math.min(config.batch(), leaf * config.group());
  }

  private void work(int worker, int task) {
    int leaf = task % groups;
    levels.get(task / groups).group(worker, step, leaf, first(leaf), first(leaf + 1), images);
  }

  /** What the last update was like, by level, coarsest first. */
  @Override
  public List<LevelMetrics> metrics() {
    return levels.reversed().stream().map(LevelTrainer::metrics).toList();
  }

  /** Makes the weights' averages, if they are kept, the weights; training is then over. */
  void useAverages() {
    levels.forEach(level -> level.optimiser().useAverages());
  }

  /** The whole model, with the current numbers of the trained levels. */
  FlowModel model() {
    return flow.snapshot();
  }

  /** Current numbers of the trained levels. */
  public SortedMap<Integer, LevelParameters> parameters() {
    FlowModel now = flow.snapshot();
    SortedMap<Integer, LevelParameters> result = new TreeMap<>();
    levels.forEach(level -> result.put(level.number(), now.levels().get(level.number())));
    return result;
  }

  /** Numbers of the trained levels with the averages of the weights, if they are kept. */
  SortedMap<Integer, LevelParameters> averagedParameters() {
    SortedMap<Integer, LevelParameters> result = parameters();
    levels.forEach(level ->
        result.computeIfPresent(level.number(), (_, now) -> level.optimiser().averaged(now)));
    return result;
  }

  /** Optimiser state by level: moments and counts. */
  SortedMap<Integer, LevelOptimiser> optimisers() {
    SortedMap<Integer, LevelOptimiser> result = new TreeMap<>();
    levels.forEach(level -> result.put(level.number(), level.optimiser()));
    return result;
  }

  /** Weights of a checkpoint. */
  interface Weights {
    float[] read(int level, int block, String name);
  }

  /** Sets the weights of all trained levels and prepares them for use. */
  void restoreWeights(Weights weights) {
    for (LevelTrainer level : levels) {
      for (int k = 0; k < level.level().blocks().size(); k++) {
        BlockWeights block = level.level().blocks().get(k);
        for (String name : block.places().keySet()) {
          block.set(name, weights.read(level.number(), k, name));
        }
      }
      level.level().update();
    }
  }

  /** Continues after {@code done} updates; weights and moments have been set by the caller. */
  void resumeAt(long done) {
    step = done;
  }

  @Override
  public void close() {
    pool.close();
    levels.forEach(LevelTrainer::close);
    workspace.close();
    flow.close();
  }
}
