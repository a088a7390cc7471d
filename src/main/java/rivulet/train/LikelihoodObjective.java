package rivulet.train;

import java.lang.foreign.MemorySegment;
import rivulet.flow.LevelWorker;
import rivulet.flow.LikelihoodFault;
import rivulet.flow.LossWeights;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.parallel.ScalarSum;
import rivulet.tensor.Shape;
import rivulet.tensor.Workspace;

/**
 * Bits/dim over the level's own dimensions with regularisers, by solving (docs/mathematics.md,
 * section 3).
 */
final class LikelihoodObjective implements LevelObjective {
  /**
   * Pixels of a level that a worker solves at once, in whole images. The residuals of more images
   * leave the caches before the reverse reads them: groups of five, one image after the other,
   * train 1.04 to 1.09 times as fast in a third of the memory. Images of 4×4 alone make products so
   * small that their gradients take 1.2 times as long as in fours.
   */
  private static final int PIXELS = 64;

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
              together(config, flow.spec().state(level)),
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

  /** Images of a group that are solved at once; a function of configuration and level. */
  private static int together(TrainConfig config, Shape state) {
    int few = Math.clamp(Math.ceilDiv(PIXELS, state.pixels()), 1, config.group());
    return config.offloading().group(few, config.group());
  }

  @Override
  public void group(int worker, long step, int from, int to, BatchImages images) {
    LevelWorker flow = workers[worker];
    if (config.likelihood().steer() > 0) {
      flow.drawEndTimes(config.likelihood().steer(), config.seed(), step);
    }
    flow.clearSums();
    for (int first = from; first < to; first += flow.capacity()) {
      int count = Math.min(flow.capacity(), to - first);
      for (int lane = 0; lane < count; lane++) {
        int j = first + lane;
        flow.label(images.label(j));
        flow.load(lane, images.image(j), config.seed(), images.epoch(j), images.index(j));
      }
      solve(flow, first, count);
    }
  }

  /** Adds the gradients of loaded images, the first of which is number {@code first} of a batch. */
  private void solve(LevelWorker flow, int first, int count) {
    flow.encode(count);
    for (int lane = 0; lane < count; lane++) {
      logLikelihood[first + lane] = flow.logLikelihood(lane);
      kinetic[first + lane] = flow.kinetic(lane);
      jacobian[first + lane] = flow.jacobian(lane);
      evaluations[first + lane] = flow.evaluations(lane);
    }
    flow.gradient(count, loss);
  }

  @Override
  public MemorySegment sums(int worker) {
    return workers[worker].sums();
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
