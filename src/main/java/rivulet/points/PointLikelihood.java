package rivulet.points;

import java.lang.foreign.MemorySegment;
import rivulet.flow.FlowGroup;
import rivulet.flow.LossWeights;
import rivulet.flow.network.CnfLevel;
import rivulet.parallel.ScalarSum;
import rivulet.tensor.Workspace;

/** −ln p of solved points with exact divergence, and kinetic energy. */
final class PointLikelihood implements PointObjective {
  private final PointDraw[] points;
  private final FlowGroup[] groups;
  private final double[][] one;
  private final int[] lanes;
  private final double[] losses;
  private final LossWeights weights;

  PointLikelihood(
      CnfLevel level, PointConfig config, PointDraw[] points, long tapeBytes, Workspace workspace) {
    int threads = points.length;
    int group = config.train().group();
    this.points = points;
    this.groups = new FlowGroup[threads];
    this.one = new double[threads][level.spec().state().channels()];
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
  public void group(int worker, long step, int from, int to) {
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
  }

  @Override
  public MemorySegment sums(int worker) {
    return groups[worker].sums();
  }

  @Override
  public double loss() {
    return ScalarSum.sum(losses, losses.length) / losses.length;
  }
}
