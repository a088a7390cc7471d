package rivulet.points;

import rivulet.flow.FlowGroup;
import rivulet.flow.LossWeights;
import rivulet.flow.ModelSpec;
import rivulet.flow.network.CnfLevel;
import rivulet.parallel.ScalarSum;
import rivulet.tensor.Workspace;
import rivulet.train.LevelMetrics;
import rivulet.train.Loss;
import rivulet.train.descent.Descent;

/** −ln p of solved points with exact divergence, and kinetic energy; the mean is in nats. */
final class PointLikelihood implements Loss {
  private final PointDraw[] points;
  private final FlowGroup[] groups;
  private final double[][] one;
  private final int[] lanes;
  private final double[] losses;
  private final LossWeights weights;
  private final int dimensions;

  PointLikelihood(
      CnfLevel level, PointConfig config, PointDraw[] points, long tapeBytes, Workspace workspace) {
    int threads = points.length;
    int group = config.group();
    this.points = points;
    this.groups = new FlowGroup[threads];
    this.dimensions = level.spec().state().channels();
    this.one = new double[threads][dimensions];
    this.losses = new double[config.train().batch()];
    this.lanes = new int[group];
    for (int lane = 0; lane < group; lane++) {
      lanes[lane] = lane;
    }
    for (int w = 0; w < threads; w++) {
      groups[w] =
          new FlowGroup(
              level, config.train().likelihood().solverOptions(), group, tapeBytes, workspace);
    }
    double share = 1.0 / config.train().batch();
    this.weights = new LossWeights(share, share * config.train().likelihood().kinetic(), 0);
  }

  @Override
  public void group(int worker, long step, int leaf, int from, int to, Descent descent) {
    FlowGroup group = groups[worker];
    double[] point = one[worker];
    for (int j = from; j < to; j++) {
      losses[j] = -points[worker].standardised(step * losses.length + j, point);
      group.state(j - from, point);
    }
    group.encode(lanes, to - from);
    for (int j = from; j < to; j++) {
      losses[j] -= group.logDet(j - from) + group.baseLogDensity(j - from);
    }
    group.clearSums();
    group.gradient(lanes, to - from, weights);
    descent.submit(leaf, group.sums());
  }

  @Override
  public double mean() {
    return ScalarSum.sum(losses, losses.length) / losses.length;
  }

  @Override
  public LevelMetrics metrics(int part, double gradientNorm, double rate, boolean applied) {
    return new LevelMetrics(
        part,
        mean() / (dimensions * ModelSpec.LN_2),
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        gradientNorm,
        rate,
        applied);
  }
}
