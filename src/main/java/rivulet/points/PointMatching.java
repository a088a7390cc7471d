package rivulet.points;

import java.util.Optional;
import rivulet.flow.MatchingGroup;
import rivulet.flow.network.CnfLevel;
import rivulet.parallel.ScalarSum;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.tensor.Workspace;
import rivulet.train.LevelMetrics;
import rivulet.train.Loss;
import rivulet.train.descent.Descent;
import rivulet.train.pairing.Pairing;

/**
 * Flow matching of points; an item of a batch is an image of points that share a time. Paired, a
 * point takes the base sample of the point that it is assigned to within its batch.
 */
final class PointMatching implements Loss {
  private final PointConfig config;
  private final PointDraw[] points;
  private final MatchingGroup[] groups;
  private final NoiseStream[] streams;
  private final double[][] data;
  private final double[][] noise;
  private final double[][] one;
  private final double[] losses;
  private final Optional<Pairing> pairing;
  private final int dimensions;

  PointMatching(CnfLevel level, PointConfig config, PointDraw[] points, Workspace workspace) {
    int threads = points.length;
    int entries = (int) level.spec().state().elements();
    this.config = config;
    this.points = points;
    this.dimensions = level.spec().state().channels();
    this.groups = new MatchingGroup[threads];
    this.streams = new NoiseStream[threads];
    this.data = new double[threads][entries];
    this.noise = new double[threads][entries];
    this.one = new double[threads][dimensions];
    this.losses = new double[config.train().batch() / config.sharing()];
    this.pairing =
        config.train().matching().paired()
            ? Optional.of(new Pairing(config.train().batch(), dimensions))
            : Optional.empty();
    for (int w = 0; w < threads; w++) {
      groups[w] = new MatchingGroup(level, config.group() / config.sharing(), workspace);
      streams[w] = new NoiseStream();
    }
  }

  @Override
  public boolean prepares() {
    return pairing.isPresent();
  }

  @Override
  public void prepare(int worker, long step, int from, int to) {
    Pairing all = pairing.orElseThrow();
    double[] point = one[worker];
    for (int j = from; j < to; j++) {
      long index = step * config.train().batch() + j;
      points[worker].standardised(index, point);
      System.arraycopy(point, 0, all.data(), j * dimensions, dimensions);
      sample(worker, index, point);
      System.arraycopy(point, 0, all.noise(), j * dimensions, dimensions);
    }
  }

  @Override
  public void prepared() {
    pairing.ifPresent(Pairing::assign);
  }

  private void sample(int worker, long index, double[] point) {
    streams[worker].reset(config.train().seed(), Purpose.MATCHING, 0, index, 0, 0, 0);
    streams[worker].gaussian(point, 0, dimensions);
  }

  @Override
  public void group(int worker, long step, int leaf, int from, int to, Descent descent) {
    MatchingGroup group = groups[worker];
    int first = from / config.sharing();
    int images = (to - from) / config.sharing();
    for (int lane = 0; lane < images; lane++) {
      load(worker, step, first + lane, lane);
    }
    group.sumInto(descent.lend());
    group.gradient(images, 1.0 / losses.length);
    for (int lane = 0; lane < images; lane++) {
      losses[first + lane] = group.loss(lane);
    }
    descent.submit(leaf, group.sums());
  }

  private void load(int worker, long step, int image, int lane) {
    int pixels = config.sharing();
    double[] point = one[worker];
    long seed = config.train().seed();
    for (int p = 0; p < pixels; p++) {
      int j = image * pixels + p;
      long first = step * config.train().batch();
      points[worker].standardised(first + j, point);
      scatter(point, data[worker], p, pixels);
      sample(worker, first + (pairing.isPresent() ? pairing.get().partner(j) : j), point);
      scatter(point, noise[worker], p, pixels);
    }
    double time =
        config.train().matching().time(streams[worker], seed, step, 0, image, losses.length);
    groups[worker].load(lane, data[worker], time, noise[worker]);
  }

  private static void scatter(double[] point, double[] planar, int pixel, int pixels) {
    for (int c = 0; c < point.length; c++) {
      planar[c * pixels + pixel] = point[c];
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
