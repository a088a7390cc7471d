package rivulet.points;

import rivulet.flow.FlowGroup;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.Divergence;
import rivulet.ode.SolverOptions;
import rivulet.parallel.TaskFailure;
import rivulet.parallel.WorkerPool;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.tensor.Workspace;

/** Draws points from a model: latents from N(0, I), solved backwards in time. */
public final class PointSampler {
  private static final int GROUP = 64;
  private static final int MOST_VALUES = 1 << 30;

  private PointSampler() {}

  /**
   * Draws points; number n is a function of model, seed, solver and n.
   *
   * @return count × D values, point by point, in the coordinates of the data
   * @throws IllegalArgumentException if those are too many
   * @throws IllegalStateException naming the point if a solve does not arrive
   */
  public static double[] draw(
      PointModel model, long seed, int count, SolverOptions solver, int threads) {
    int columns = model.shape().dimensions();
    if (count > MOST_VALUES / columns) {
      throw new IllegalArgumentException(
          "points: at most "
              + MOST_VALUES / columns
              + " points of "
              + columns
              + " columns are drawn at once, asked "
              + count);
    }
    double[] points = new double[count * columns];
    try (Workspace workspace = new Workspace();
        WorkerPool pool = new WorkerPool(threads)) {
      CnfLevel level = model.level(1, new Divergence.None(), false, workspace);
      FlowGroup[] groups = new FlowGroup[threads];
      for (int w = 0; w < threads; w++) {
        groups[w] = new FlowGroup(level, solver, GROUP, 0, workspace);
      }
      pool.run(
          (count + GROUP - 1) / GROUP,
          (worker, task) -> group(model, groups[worker], seed, task * GROUP, points));
    } catch (TaskFailure failure) {
      throw PointEvaluation.notArrived(failure, GROUP);
    }
    return points;
  }

  /** Draws the latent that point number n is made of. */
  static void latent(NoiseStream noise, long seed, long n, double[] point) {
    noise.reset(seed, Purpose.LATENT, 0, n, 0, 0, 0).gaussian(point, 0, point.length);
  }

  private static void group(
      PointModel model, FlowGroup flow, long seed, int from, double[] points) {
    int columns = model.shape().dimensions();
    int count = Math.min(GROUP, points.length / columns - from);
    NoiseStream noise = new NoiseStream();
    double[] point = new double[columns];
    int[] lanes = new int[count];
    for (int lane = 0; lane < count; lane++) {
      lanes[lane] = lane;
      latent(noise, seed, from + lane, point);
      flow.state(lane, point);
    }
    flow.decode(lanes, count);
    for (int lane = 0; lane < count; lane++) {
      flow.state(lane, point, 0);
      model.standard().inverse(point);
      System.arraycopy(point, 0, points, (from + lane) * columns, columns);
    }
  }
}
