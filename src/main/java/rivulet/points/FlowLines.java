package rivulet.points;

import java.util.Arrays;
import rivulet.flow.WatchedSolve;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.Divergence;
import rivulet.ode.SolverOptions;
import rivulet.parallel.TaskFailure;
import rivulet.parallel.WorkerPool;
import rivulet.random.NormalDistribution;
import rivulet.tensor.Workspace;

/**
 * How a flow on the line carries mass from noise to data. Lines begin where N(0, 1) is cut into
 * bands of equal mass; whatever the flow does, a band keeps its mass, {@code ∫ p_t dx} between its
 * lines, which here is computed from places and densities alone.
 *
 * <p>Between two lines lie {@value #BETWEEN} − 1 more points, evenly spaced in the latent; the
 * outermost end at ±{@value #REACH}, beyond which are 7·10⁻⁶ of the mass. From time to time {@code
 * ln p_t(x) = ln N(z_1; 0, 1) + ln |det affine| + ∫_t^1 ∂f/∂z ds}.
 *
 * @param times falling from 1, the noise, to 0, the data
 * @param places by time and point, in the coordinates of the data; every {@value #BETWEEN}th is a
 *     line
 * @param logDensity ln p_t there, in nats
 * @param masses by time and band
 */
public record FlowLines(
    double[] times, double[][] places, double[][] logDensity, double[][] masses) {
  /**
   * Points from one line to the next. Trained flows, 2,000 updates: with 16 the outermost bands are
   * off by 3 %, with 32 by 0.3 %, with 48 by 0.04 %.
   */
  public static final int BETWEEN = 48;

  private static final double REACH = 4.5;
  private static final int MOST_BANDS = 100;
  private static final int MOST_TIMES = 1000;

  /** Points that one worker solves together; without influence on the bits. */
  private static final int GROUP = 64;

  /** Neighbouring distances that differ by more are no part of one parabola. */
  private static final double ALIKE = 2;

  /**
   * Solves the lines of a flow of one column.
   *
   * @param bands of equal mass
   * @param count of times, evenly from 1 to 0
   * @throws IllegalArgumentException if it has more columns, or for other numbers
   * @throws IllegalStateException if a solve does not arrive
   */
  public static FlowLines of(
      PointModel model, int bands, int count, SolverOptions solver, int threads) {
    require(model, bands, count);
    double[] latents = latents(bands);
    double[] times = new double[count];
    Arrays.setAll(times, i -> 1 - i / (count - 1.0));
    double[][] places = new double[count][latents.length];
    double[][] logDensity = new double[count][latents.length];
    FlowLines lines = new FlowLines(times, places, logDensity, new double[count][bands]);
    try (Workspace workspace = new Workspace();
        WorkerPool pool = new WorkerPool(threads)) {
      CnfLevel level = model.level(1, new Divergence.Exact(), false, workspace);
      WatchedSolve[] solves = new WatchedSolve[threads];
      Arrays.setAll(solves, _ -> new WatchedSolve(level, solver, GROUP, true, workspace));
      pool.run(
          (latents.length + GROUP - 1) / GROUP,
          (worker, task) -> lines.solve(model, solves[worker], latents, task * GROUP));
    } catch (TaskFailure failure) {
      throw PointEvaluation.notArrived(failure, GROUP);
    }
    lines.measure();
    return lines;
  }

  private static void require(PointModel model, int bands, int count) {
    if (model.shape().dimensions() != 1) {
      throw new IllegalArgumentException(
          "points: lines of equal mass are of one column, this flow has "
              + model.shape().dimensions());
    }
    if (bands < 2 || bands > MOST_BANDS || count < 2 || count > MOST_TIMES) {
      throw new IllegalArgumentException(
          "points: lines need 2 to %d bands and 2 to %d times, found %d and %d"
              .formatted(MOST_BANDS, MOST_TIMES, bands, count));
    }
  }

  private static double[] latents(int bands) {
    double[] latents = new double[bands * BETWEEN + 1];
    for (int band = 0; band < bands; band++) {
      double from = band == 0 ? -REACH : NormalDistribution.quantile((double) band / bands);
      double to = band == bands - 1 ? REACH : NormalDistribution.quantile((band + 1.0) / bands);
      for (int i = 0; i <= BETWEEN; i++) {
        latents[band * BETWEEN + i] = from + (to - from) * i / BETWEEN;
      }
    }
    return latents;
  }

  /** One group of points, from each time to the next. */
  private void solve(PointModel model, WatchedSolve solve, double[] latents, int from) {
    int lanes = Math.min(GROUP, latents.length - from);
    double[] point = new double[1];
    double affine = model.standard().forward(point);
    for (int lane = 0; lane < lanes; lane++) {
      point[0] = latents[from + lane];
      solve.state(lane, point);
      logDensity[0][from + lane] = solve.baseLogDensity(lane) + affine;
      note(model, solve, 0, lane, from);
    }
    for (int i = 1; i < times.length; i++) {
      solve.statesAt(0, lanes, times[i - 1], times[i], new double[] {times[i]});
      for (int lane = 0; lane < lanes; lane++) {
        logDensity[i][from + lane] = logDensity[i - 1][from + lane] - solve.quadrature(lane, 0);
        note(model, solve, i, lane, from);
      }
    }
  }

  private void note(PointModel model, WatchedSolve solve, int time, int lane, int from) {
    double[] state = solve.state(lane);
    model.standard().inverse(state);
    places[time][from + lane] = state[0];
  }

  private void measure() {
    for (int i = 0; i < times.length; i++) {
      for (int band = 0; band < masses[i].length; band++) {
        masses[i][band] = mass(places[i], logDensity[i], band * BETWEEN);
      }
    }
  }

  private static double mass(double[] x, double[] logDensity, int from) {
    double sum = 0;
    for (int i = from; i < from + BETWEEN; i += 2) {
      sum +=
          area(
              x[i + 1] - x[i],
              x[i + 2] - x[i + 1],
              StrictMath.exp(logDensity[i]),
              StrictMath.exp(logDensity[i + 1]),
              StrictMath.exp(logDensity[i + 2]));
    }
    return sum;
  }

  /**
   * Under three values: by the parabola through them (Simpson's rule for two distances), or by
   * trapezoids if the distances are too unlike.
   */
  private static double area(double h, double g, double a, double b, double c) {
    if (!(h < ALIKE * g && g < ALIKE * h)) {
      return 0.5 * (h * (a + b) + g * (b + c));
    }
    double both = h + g;
    return both / 6 * ((2 - g / h) * a + both * both / (h * g) * b + (2 - h / g) * c);
  }
}
