package rivulet.train;

import java.lang.foreign.MemorySegment;
import rivulet.data.Dequantiser;
import rivulet.flow.LevelWorker;
import rivulet.flow.LikelihoodFault;
import rivulet.flow.LossWeights;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.parallel.ScalarSum;
import rivulet.tensor.Workspace;

/** Bits/dim over the level's own dimensions with regularisers, by solving (math.md, section 3). */
final class LikelihoodObjective implements LevelObjective {
  private final TrainConfig config;
  private final LevelWorker[] workers;
  private final LossWeights loss;
  private final int dimensions;
  private final double[] logLikelihood;
  private final double[] kinetic;
  private final double[] jacobian;
  private final double[] evaluations;

  LikelihoodObjective(
      MultiResolutionFlow flow,
      int level,
      TrainConfig config,
      int threads,
      long tapeBytes,
      Workspace workspace) {
    this.config = config;
    this.workers = new LevelWorker[threads];
    for (int w = 0; w < threads; w++) {
      workers[w] =
          new LevelWorker(
              flow,
              level,
              config.likelihood().solverOptions(),
              config.likelihood().adjoint(),
              config.likelihood().probeKind(),
              config.group(),
              tapeBytes,
              workspace,
              LikelihoodFault.NONE);
    }
    this.dimensions = workers[0].dimensions();
    double share = 1.0 / config.batch();
    this.loss =
        new LossWeights(
            share / (dimensions * ModelSpec.LN_2),
            share * config.likelihood().kinetic(),
            share * config.likelihood().jacobian());
    this.logLikelihood = new double[config.batch()];
    this.kinetic = new double[config.batch()];
    this.jacobian = new double[config.batch()];
    this.evaluations = new double[config.batch()];
  }

  @Override
  public void group(
      int worker,
      long step,
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
      flow.label(images.label(position));
      flow.load(j - from, image, config.seed(), epoch, images.index(position));
    }
    if (config.likelihood().steer() > 0) {
      flow.drawEndTimes(config.likelihood().steer(), config.seed(), step);
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
  }

  @Override
  public MemorySegment sums(int worker) {
    return workers[worker].sums();
  }

  @Override
  public int dimensions() {
    return dimensions;
  }

  @Override
  public LevelMetrics metrics(int level, double gradientNorm, double rate, boolean applied) {
    int n = config.batch();
    return new LevelMetrics(
        level,
        ModelSpec.bitsPerDim(ScalarSum.sum(logLikelihood, n) / n, dimensions),
        Double.NaN,
        ScalarSum.sum(kinetic, n) / n,
        ScalarSum.sum(jacobian, n) / n,
        ScalarSum.sum(evaluations, n) / n,
        gradientNorm,
        rate,
        applied);
  }
}
