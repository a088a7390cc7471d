package rivulet.points;

import java.util.Arrays;
import rivulet.flow.FlowGroup;
import rivulet.flow.SolveException;
import rivulet.flow.WatchedSolve;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.Divergence;
import rivulet.ode.RecordedSolve;
import rivulet.ode.SolverOptions;
import rivulet.parallel.TaskFailure;
import rivulet.parallel.WorkerPool;
import rivulet.random.NoiseStream;
import rivulet.tensor.Workspace;

/** Ways of points through a model, in the coordinates of the data: 0 is data, 1 is noise. */
public final class PointTrajectories {
  /** Points that one worker solves together; without influence on the bits. */
  private static final int GROUP = 64;

  private PointTrajectories() {}

  /**
   * Draws points as {@link PointSampler} does, and tells where they were on their way.
   *
   * @param times from 1 at most to 0 at least, falling
   * @return state by time, point and column
   * @throws IllegalArgumentException for other times
   * @throws IllegalStateException if a solve does not arrive
   */
  public static double[][][] drawn(
      PointModel model, long seed, int count, double[] times, SolverOptions solver, int threads) {
    requireFalling(times);
    double[][][] states = new double[times.length][count][];
    try (Workspace workspace = new Workspace();
        WorkerPool pool = new WorkerPool(threads)) {
      CnfLevel level = model.level(1, new Divergence.None(), false, workspace);
      WatchedSolve[] solves = new WatchedSolve[threads];
      Arrays.setAll(solves, _ -> new WatchedSolve(level, solver, GROUP, false, workspace));
      pool.run(
          (count + GROUP - 1) / GROUP,
          (worker, task) -> group(model, solves[worker], seed, task * GROUP, times, states));
    } catch (TaskFailure failure) {
      throw PointEvaluation.notArrived(failure, GROUP);
    }
    return states;
  }

  private static void requireFalling(double... times) {
    double before = FlowGroup.END;
    boolean falling = times.length > 0;
    for (double time : times) {
      falling &= time <= before && time >= FlowGroup.START;
      before = time;
    }
    if (!falling) {
      throw new IllegalArgumentException(
          "points: times must fall from 1 to 0, found " + Arrays.toString(times));
    }
  }

  private static void group(
      PointModel model,
      WatchedSolve solve,
      long seed,
      int from,
      double[] times,
      double[][][] states) {
    int count = Math.min(GROUP, states[0].length - from);
    double[] point = new double[model.shape().dimensions()];
    NoiseStream noise = new NoiseStream();
    for (int lane = 0; lane < count; lane++) {
      PointSampler.latent(noise, seed, from + lane, point);
      solve.state(lane, point);
    }
    double[][][] found = solve.statesAt(0, count, FlowGroup.END, FlowGroup.START, times);
    for (int i = 0; i < times.length; i++) {
      for (int lane = 0; lane < count; lane++) {
        model.standard().inverse(found[i][lane]);
        states[i][from + lane] = found[i][lane];
      }
    }
  }

  /**
   * One point's way to its latent, and back from there; d ln p / dt is −div f along it.
   *
   * @param there from 0 to 1; the first quadrature is the divergence
   * @param back from 1 to 0
   * @param logDensity ln p of the point, in nats
   */
  public record Course(RecordedSolve there, RecordedSolve back, double logDensity) {
    /** ln p of where the point is after each tried step of {@link #there}. */
    public double[] logDensityThere() {
      return after(there, logDensity);
    }

    /** The same of {@link #back}. */
    public double[] logDensityBack() {
      return after(back, logDensity - divergence(there.steps().getLast()));
    }

    private static double[] after(RecordedSolve solve, double start) {
      return solve.steps().stream().mapToDouble(step -> start - divergence(step)).toArray();
    }

    private static double divergence(RecordedSolve.Step step) {
      return step.sums()[0];
    }
  }

  /**
   * Follows one point.
   *
   * @param point in the coordinates of the data
   * @param intervals between the states that are told
   * @throws IllegalStateException if a solve does not arrive
   */
  public static Course follow(
      PointModel model, double[] point, SolverOptions solver, int intervals) {
    try (Workspace workspace = new Workspace()) {
      CnfLevel level = model.level(1, new Divergence.Exact(), false, workspace);
      WatchedSolve solve = new WatchedSolve(level, solver, 1, true, workspace);
      double[] state = point.clone();
      double logDensity = model.standard().forward(state);
      solve.state(0, state);
      RecordedSolve there = solve.record(0, FlowGroup.START, FlowGroup.END, intervals);
      logDensity += Course.divergence(there.steps().getLast()) + solve.baseLogDensity(0);
      RecordedSolve back = solve.record(0, FlowGroup.END, FlowGroup.START, intervals);
      return new Course(inData(model, there), inData(model, back), logDensity);
    } catch (SolveException e) {
      throw new IllegalStateException("play: the point: " + e.getMessage(), e);
    }
  }

  private static RecordedSolve inData(PointModel model, RecordedSolve solve) {
    solve.frames().forEach(frame -> model.standard().inverse(frame.state()));
    return solve;
  }
}
