package rivulet.points;

import rivulet.flow.FlowGroup;
import rivulet.flow.SolveException;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.Divergence;
import rivulet.ode.SolverOptions;
import rivulet.parallel.ScalarSum;
import rivulet.parallel.TaskFailure;
import rivulet.parallel.WorkerPool;
import rivulet.points.table.Rows;
import rivulet.random.NoiseStream;
import rivulet.tensor.Workspace;

/**
 * ln p of points under a model, by solves with exact divergence, each point by itself.
 *
 * @param logDensity ln p in nats, point by point
 * @param evaluations of the vector field per point, on average
 */
public record PointEvaluation(double[] logDensity, double evaluations) {
  /** Points that one worker solves together; without influence on the bits. */
  private static final int GROUP = 64;

  /** Points to be measured, in the coordinates of the data. Called by several workers. */
  @FunctionalInterface
  public interface Points {
    /**
     * Writes one point.
     *
     * @param noise scratch
     */
    void read(NoiseStream noise, long index, double[] point);
  }

  /**
   * Measures the first {@code count} held-out points of a source.
   *
   * @throws IllegalArgumentException if it has another number of columns
   */
  public static PointEvaluation of(
      PointModel model,
      PointSource source,
      long seed,
      int count,
      SolverOptions solver,
      int threads) {
    model.require(source);
    Points points =
        (noise, index, point) -> source.draw(noise, seed, PointSet.HELD_OUT, index, point);
    return of(model, points, count, solver, threads);
  }

  /** Measures every row of a table whose columns are the model's. */
  public static PointEvaluation of(PointModel model, Rows rows, SolverOptions solver, int threads) {
    Rows ordered = rows.in(model.columns());
    int across = ordered.columns().count();
    Points points =
        (noise, index, point) ->
            System.arraycopy(ordered.values(), (int) index * across, point, 0, across);
    return of(model, points, ordered.count(), solver, threads);
  }

  /** Measures any points. */
  public static PointEvaluation of(
      PointModel model, Points points, int count, SolverOptions solver, int threads) {
    if (count < 1) {
      throw new IllegalArgumentException("points: nothing to measure, found " + count + " points");
    }
    double[] logDensity = new double[count];
    double[] evaluations = new double[count];
    int groups = (count - 1) / GROUP + 1;
    try (Workspace workspace = new Workspace();
        WorkerPool pool = new WorkerPool(threads)) {
      CnfLevel level = model.level(1, new Divergence.Exact(), false, workspace);
      Worker[] workers = new Worker[threads];
      for (int w = 0; w < threads; w++) {
        FlowGroup group = new FlowGroup(level, solver, Math.min(GROUP, count), 0, workspace);
        workers[w] = new Worker(model, points, group);
      }
      pool.run(
          groups, (worker, task) -> workers[worker].run(task * GROUP, logDensity, evaluations));
    } catch (TaskFailure failure) {
      throw notArrived(failure, GROUP);
    }
    return new PointEvaluation(logDensity, ScalarSum.sum(evaluations, count) / count);
  }

  /** What is told of a failure among groups of so many points. */
  static RuntimeException notArrived(TaskFailure failure, int group) {
    if (failure.getCause() instanceof SolveException cause) {
      int point = failure.task() * group + cause.lane();
      return new IllegalStateException("play: point " + point + ": " + cause.getMessage(), cause);
    }
    return failure;
  }

  /** Points measured. */
  public int points() {
    return logDensity.length;
  }

  /** Mean of −ln p, in nats. */
  public double nll() {
    return -ScalarSum.sum(logDensity, points()) / points();
  }

  /** Standard error of {@link #nll} over points, in nats; not a number for one point. */
  public double standardError() {
    double mean = -nll();
    double[] squares = new double[points()];
    for (int n = 0; n < squares.length; n++) {
      squares[n] = (logDensity[n] - mean) * (logDensity[n] - mean);
    }
    double variance = ScalarSum.sum(squares, squares.length) / (points() - 1.0);
    return Math.sqrt(variance / points());
  }

  /** One worker's memory. */
  private static final class Worker {
    private final PointModel model;
    private final Points points;
    private final FlowGroup group;
    private final NoiseStream noise = new NoiseStream();
    private final double[] point;
    private final int[] lanes;

    Worker(PointModel model, Points points, FlowGroup group) {
      this.model = model;
      this.points = points;
      this.group = group;
      this.point = new double[model.shape().dimensions()];
      this.lanes = new int[group.lanes()];
      for (int lane = 0; lane < lanes.length; lane++) {
        lanes[lane] = lane;
      }
    }

    void run(int from, double[] logDensity, double[] evaluations) {
      int count = Math.min(lanes.length, logDensity.length - from);
      for (int lane = 0; lane < count; lane++) {
        points.read(noise, from + lane, point);
        logDensity[from + lane] = model.standard().forward(point);
        group.state(lane, point);
      }
      group.encode(lanes, count);
      for (int lane = 0; lane < count; lane++) {
        logDensity[from + lane] += group.logDet(lane) + group.baseLogDensity(lane);
        evaluations[from + lane] = group.evaluations(lane);
      }
    }
  }
}
