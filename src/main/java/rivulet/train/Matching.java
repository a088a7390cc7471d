package rivulet.train;

import rivulet.flow.MatchingWorker;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.TimeSampling;
import rivulet.flow.network.CnfLevel;
import rivulet.parallel.Crews;
import rivulet.parallel.ScalarSum;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.tensor.Workspace;
import rivulet.train.descent.Descent;
import rivulet.train.pairing.Pairing;

/**
 * Settings of flow matching (docs/mathematics.md, section 5), the first phase of a run.
 *
 * @param updates of the phase: 0 for none, {@link #ALL} for the whole run
 * @param times how times are drawn
 * @param paired whether data and noise of level 0 are paired within a batch by the exact assignment
 *     of least Σ‖d − n‖²; conditional levels never are, since it would bias them, and models with
 *     classes are refused for the same reason
 * @param fineRate learning rate of the likelihood phase that follows
 */
public record Matching(long updates, TimeSampling times, boolean paired, double fineRate)
    implements Objective {
  /** More updates than any run has. */
  public static final long ALL = Phase.ALWAYS;

  /** No matching phase. */
  public static final Matching NONE = new Matching(0, TimeSampling.UNIFORM, false, 1e-3);

  public Matching {
    TrainConfig.require(updates >= 0, "matching updates", (double) updates, "at least 0");
    TrainConfig.require(
        fineRate > 0 && fineRate < 10, "fine rate", fineRate, "above 0 and below 10");
  }

  /**
   * Whether a name means that data and noise are paired: {@code optimal} does, {@code none} not.
   *
   * @param what is trained, as the message begins
   */
  public static boolean pairs(String what, String name) {
    return switch (name) {
      case "none" -> false;
      case "optimal" -> true;
      default ->
          throw new IllegalArgumentException(
              what + ": pairing '" + name + "' is unknown; choose none or optimal");
    };
  }

  @Override
  public String label() {
    return "matching";
  }

  @Override
  public int probes() {
    return 0;
  }

  /**
   * The time of an item. Times of a batch are stratified: item j of n takes {@code u = (U + j/n)
   * mod 1} with one U per update and level, items being in random order.
   *
   * @param stream scratch; its key is replaced
   */
  public double time(NoiseStream stream, long seed, long step, int level, int j, int items) {
    stream.reset(seed, Purpose.TIME, 0, step, level, 0, 0);
    double u = stream.nextUniform() + (double) j / items;
    return times.time(u >= 1 ? u - 1 : u);
  }

  /**
   * Flow matching at one level (docs/mathematics.md, section 5). Base samples are keyed by epoch
   * and image; paired, an image takes the sample of the image it is assigned to.
   */
  static final class LevelLoss implements Loss {
    /**
     * Pixels that a worker evaluates and reverses at once, in as many whole images as give the same
     * bits: what the images of a larger group leave on the way forward leaves the cache before the
     * reverse reads it.
     */
    private static final int PIXELS = 1024;

    private final TrainConfig config;
    private final int level;
    private final BatchImages images;
    private final MatchingWorker[] workers;
    private final NoiseStream[] streams;
    private final double[][] noise;
    private final double[] losses;
    private final Pairing[] pairing;

    LevelLoss(
        MultiResolutionFlow flow,
        int level,
        TrainConfig config,
        BatchImages images,
        Crews crews,
        Workspace workspace) {
      this.images = images;
      this.config = config;
      this.level = level;
      this.workers = new MatchingWorker[crews.workers()];
      this.streams = new NoiseStream[workers.length];
      int together = together(flow.level(level), config);
      for (int w = 0; w < workers.length; w++) {
        workers[w] = new MatchingWorker(flow, level, together, workspace);
        workers[w].crew(crews.crew(w));
        streams[w] = new NoiseStream();
      }
      int dimensions = workers[0].dimensions();
      this.noise = new double[workers.length][dimensions];
      this.losses = new double[config.batch()];
      boolean paired = config.matching().paired() && level == 0;
      this.pairing =
          paired ? new Pairing[] {new Pairing(config.batch(), dimensions)} : new Pairing[0];
    }

    /** Images of a group that are evaluated at once; a function of configuration and level. */
    private static int together(CnfLevel level, TrainConfig config) {
      int pixels = level.spec().state().pixels();
      int group = config.groupOf(pixels);
      int fewest = level.plan().separable();
      return fewest == 0 ? group : Math.min(group, Math.max(1, PIXELS / pixels / fewest) * fewest);
    }

    @Override
    public boolean prepares() {
      return pairing.length > 0;
    }

    @Override
    public void prepare(int worker, long step, int from, int to) {
      int dimensions = workers[0].dimensions();
      for (int j = from; j < to; j++) {
        workers[worker].modelSpace(images.image(j), pairing[0].data(), j * dimensions);
        sample(worker, j);
        System.arraycopy(noise[worker], 0, pairing[0].noise(), j * dimensions, dimensions);
      }
    }

    @Override
    public void prepared() {
      if (pairing.length > 0) {
        pairing[0].assign();
      }
    }

    private void sample(int worker, int j) {
      streams[worker].reset(
          config.seed(), Purpose.MATCHING, images.epoch(j), images.index(j), level, 0, 0);
      streams[worker].gaussian(noise[worker], 0, noise[worker].length);
    }

    @Override
    public void group(int worker, long step, int leaf, int from, int to, Descent descent) {
      MatchingWorker flow = workers[worker];
      flow.sumInto(descent.lend());
      for (int first = from; first < to; first += flow.capacity()) {
        gradient(worker, step, first, Math.min(flow.capacity(), to - first));
      }
      descent.submit(leaf, flow.sums());
    }

    private void gradient(int worker, long step, int first, int count) {
      MatchingWorker flow = workers[worker];
      for (int j = first; j < first + count; j++) {
        double t =
            config.matching().time(streams[worker], config.seed(), step, level, j, config.batch());
        int partner = pairing.length > 0 ? pairing[0].partner(j) : j;
        sample(worker, partner);
        flow.label(images.label(j));
        flow.load(j - first, images.image(j), t, noise[worker]);
      }
      flow.gradient(count, 1.0 / config.batch());
      for (int j = first; j < first + count; j++) {
        losses[j] = flow.loss(j - first);
      }
    }

    @Override
    public double mean() {
      return ScalarSum.sum(losses, losses.length) / losses.length;
    }

    @Override
    public LevelMetrics metrics(int part, double gradientNorm, double rate, boolean applied) {
      return LevelMetrics.matching(part, mean(), gradientNorm, rate, applied);
    }
  }
}
