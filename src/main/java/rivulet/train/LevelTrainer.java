package rivulet.train;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import rivulet.data.Dequantiser;
import rivulet.flow.CnfLevel;
import rivulet.flow.LevelWorker;
import rivulet.flow.LossWeights;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.parallel.PartialSum;
import rivulet.parallel.ScalarSum;
import rivulet.parallel.SummationTree;
import rivulet.tensor.Workspace;

/** One level in training: its workers, optimiser and sums. Levels share nothing but the data. */
final class LevelTrainer {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final int number;
  private final TrainConfig config;
  private final CnfLevel level;
  private final LevelOptimiser optimiser;
  private final LevelWorker[] workers;
  private final SummationTree tree;
  private final MemorySegment total;
  private final LossWeights loss;
  private final int dimensions;
  private final double[] logLikelihood;
  private final double[] kinetic;
  private final double[] jacobian;
  private final double[] evaluations;
  private LevelMetrics metrics;

  LevelTrainer(
      MultiResolutionFlow flow,
      int number,
      TrainConfig config,
      int threads,
      long tapeBytes,
      Workspace workspace) {
    this.number = number;
    this.config = config;
    this.level = flow.level(number);
    this.optimiser = new LevelOptimiser(config, level);
    this.workers = new LevelWorker[threads];
    for (int w = 0; w < threads; w++) {
      workers[w] =
          new LevelWorker(
              flow,
              number,
              config.solverOptions(),
              config.probeKind(),
              config.group(),
              tapeBytes,
              workspace);
    }
    this.tree = new SummationTree(level.sumFloats());
    this.total = workspace.allocate(4L * level.sumFloats());
    this.dimensions = workers[0].dimensions();
    double share = 1.0 / config.batch();
    this.loss =
        new LossWeights(
            share / (dimensions * ModelSpec.LN_2),
            share * config.kinetic(),
            share * config.jacobian());
    this.logLikelihood = new double[config.batch()];
    this.kinetic = new double[config.batch()];
    this.jacobian = new double[config.batch()];
    this.evaluations = new double[config.batch()];
  }

  int number() {
    return number;
  }

  int dimensions() {
    return dimensions;
  }

  LevelOptimiser optimiser() {
    return optimiser;
  }

  CnfLevel level() {
    return level;
  }

  /** Solves and reverses images {@code from … to-1} of an update on one worker. */
  void group(
      int worker,
      long step,
      int leaf,
      int from,
      int to,
      Batches batches,
      Dequantiser images,
      double[] image) {
    LevelWorker flow = workers[worker];
    for (int j = from; j < to; j++) {
      int position = batches.position(step, j);
      int epoch = batches.epoch(step, j);
      images.read(position, epoch, image);
      flow.load(j - from, image, config.seed(), epoch, images.index(position));
    }
    flow.encode(to - from);
    for (int j = from; j < to; j++) {
      logLikelihood[j] = flow.logLikelihood(j - from);
      kinetic[j] = flow.kinetic(j - from);
      jacobian[j] = flow.jacobian(j - from);
      evaluations[j] = flow.evaluations(j - from);
    }
    flow.clearSums();
    flow.gradient(to - from, loss);
    PartialSum sum = tree.acquire();
    sum.addFloats(0, flow.sums(), level.sumFloats());
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
    int n = config.batch();
    metrics =
        new LevelMetrics(
            number,
            ModelSpec.bitsPerDim(ScalarSum.sum(logLikelihood, n) / n, dimensions),
            ScalarSum.sum(kinetic, n) / n,
            ScalarSum.sum(jacobian, n) / n,
            ScalarSum.sum(evaluations, n) / n,
            optimiser.norm(),
            config.rate(step),
            applied);
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
