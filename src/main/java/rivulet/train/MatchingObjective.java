package rivulet.train;

import java.lang.foreign.MemorySegment;
import rivulet.flow.MatchingWorker;
import rivulet.flow.MultiResolutionFlow;
import rivulet.parallel.ScalarSum;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.tensor.Workspace;

/**
 * Flow matching at one level (docs/mathematics.md, section 5). Times of a batch are stratified:
 * image j takes {@code u = (U + j/batch) mod 1} with one U per update, images being in random
 * order. Base samples are keyed by epoch and image; paired, an image takes the sample of the image
 * it is assigned to.
 */
final class MatchingObjective implements LevelObjective {
  private static final double EVALUATIONS = 1;

  private final TrainConfig config;
  private final int level;
  private final MatchingWorker[] workers;
  private final NoiseStream[] streams;
  private final double[][] noise;
  private final double[] losses;
  private final Pairing[] pairing;

  MatchingObjective(
      MultiResolutionFlow flow, int level, TrainConfig config, int threads, Workspace workspace) {
    this.config = config;
    this.level = level;
    this.workers = new MatchingWorker[threads];
    this.streams = new NoiseStream[threads];
    for (int w = 0; w < threads; w++) {
      workers[w] = new MatchingWorker(flow, level, config.group(), workspace);
      streams[w] = new NoiseStream();
    }
    int dimensions = workers[0].dimensions();
    this.noise = new double[threads][dimensions];
    this.losses = new double[config.batch()];
    boolean paired = config.matching().paired() && level == 0;
    this.pairing =
        paired ? new Pairing[] {new Pairing(config.batch(), dimensions)} : new Pairing[0];
  }

  @Override
  public int preparations(int groups) {
    return pairing.length * groups;
  }

  @Override
  public void prepare(int worker, int from, int to, BatchImages images) {
    int dimensions = workers[0].dimensions();
    for (int j = from; j < to; j++) {
      workers[worker].modelSpace(images.image(j), pairing[0].data(), j * dimensions);
      sample(worker, j, images);
      System.arraycopy(noise[worker], 0, pairing[0].noise(), j * dimensions, dimensions);
    }
  }

  @Override
  public void prepared() {
    if (pairing.length > 0) {
      pairing[0].assign();
    }
  }

  private void sample(int worker, int j, BatchImages images) {
    streams[worker].reset(
        config.seed(), Purpose.MATCHING, images.epoch(j), images.index(j), level, 0, 0);
    streams[worker].gaussian(noise[worker], 0, noise[worker].length);
  }

  private double time(int worker, long step, int j) {
    streams[worker].reset(config.seed(), Purpose.TIME, 0, step, level, 0, 0);
    double u = streams[worker].nextUniform() + (double) j / config.batch();
    return config.matching().times().time(u >= 1 ? u - 1 : u);
  }

  @Override
  public void group(int worker, long step, int from, int to, BatchImages images) {
    MatchingWorker flow = workers[worker];
    for (int j = from; j < to; j++) {
      double t = time(worker, step, j);
      int partner = pairing.length > 0 ? pairing[0].partner(j) : j;
      sample(worker, partner, images);
      flow.label(images.label(j));
      flow.load(j - from, images.image(j), t, noise[worker]);
    }
    flow.clearSums();
    flow.gradient(to - from, 1.0 / config.batch());
    for (int j = from; j < to; j++) {
      losses[j] = flow.loss(j - from);
    }
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
        Double.NaN,
        ScalarSum.sum(losses, n) / n,
        Double.NaN,
        Double.NaN,
        EVALUATIONS,
        gradientNorm,
        rate,
        applied);
  }
}
