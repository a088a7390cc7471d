package rivulet.train;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import rivulet.data.Dequantiser;
import rivulet.flow.CnfLevel;
import rivulet.flow.MultiResolutionFlow;
import rivulet.parallel.PartialSum;
import rivulet.parallel.SummationTree;
import rivulet.tensor.Workspace;

/** One level in training: its objective, optimiser and sums. Levels share nothing but the data. */
final class LevelTrainer {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final int number;
  private final TrainConfig config;
  private final CnfLevel level;
  private final LevelOptimiser optimiser;
  private final LevelObjective objective;
  private final SummationTree tree;
  private final MemorySegment total;
  private LevelMetrics metrics;

  LevelTrainer(
      MultiResolutionFlow flow,
      int number,
      TrainConfig config,
      LevelObjective objective,
      Workspace workspace) {
    this.number = number;
    this.config = config;
    this.level = flow.level(number);
    this.optimiser = new LevelOptimiser(config, level);
    this.objective = objective;
    this.tree = new SummationTree(level.sumFloats());
    this.total = workspace.allocate(4L * level.sumFloats());
  }

  int number() {
    return number;
  }

  int dimensions() {
    return objective.dimensions();
  }

  LevelOptimiser optimiser() {
    return optimiser;
  }

  LevelObjective objective() {
    return objective;
  }

  CnfLevel level() {
    return level;
  }

  /** Gradient of images {@code from … to-1} of an update on one worker. */
  void group(
      int worker,
      long step,
      int leaf,
      int from,
      int to,
      Batches batches,
      Dequantiser images,
      double[] image) {
    objective.group(worker, step, from, to, batches, images, image);
    PartialSum sum = tree.acquire();
    sum.addFloats(0, objective.sums(worker), level.sumFloats());
    tree.submit(leaf, sum);
  }

  /** After all groups: gradients, optimiser, new weights. */
  void update(long step, int groups) {
    PartialSum sum = tree.result(groups);
    for (int i = 0; i < level.sumFloats(); i++) {
      total.set(FLOAT, 4L * i, (float) sum.get(i));
    }
    tree.release(sum);
    level.parameterGradients(total);
    boolean applied = optimiser.apply(step);
    if (applied) {
      level.update();
    }
    metrics = objective.metrics(number, optimiser.norm(), config.rate(step), applied);
  }

  /** Forgets the sums of an update that failed. */
  void abandon() {
    tree.reset();
  }

  LevelMetrics metrics() {
    return metrics;
  }

  void close() {
    tree.close();
  }
}
