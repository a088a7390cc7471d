package rivulet.web.play;

import java.util.Arrays;
import rivulet.Measuring;
import rivulet.PointFlow;
import rivulet.Sampling;
import rivulet.inspect.plane.PlaneWindow;
import rivulet.ode.SolverOptions;
import rivulet.web.Floats;
import rivulet.web.Job;
import rivulet.web.Range;
import rivulet.web.Task;

/**
 * What the flow of now looks like in the plane: particles on their way, velocities, the density.
 */
final class PictureTask implements Task<PictureTask.Request> {

  private static final int MOST_PARTICLES = 2000;
  private static final int MOST_TIMES = 65;
  private static final int MOST_ARROWS = 24;
  private static final int MOST_GRID = 128;

  /** Squares whose density is computed before somebody may cancel. */
  private static final int PIECE = 512;

  private final Labs labs;

  PictureTask(Labs labs) {
    this.labs = labs;
  }

  /**
   * How much of it.
   *
   * @param particles drawn from noise
   * @param times evenly from 1, the noise, to 0, the data, at which they and velocities are told
   * @param arrows velocities on a grid of so many squares to a side; 0: none
   * @param grid squares to a side whose ln p is told; 0: none
   * @param seed of the particles
   */
  record Request(
      int lab, int particles, int times, int arrows, int grid, long seed, Solving solver) {}

  /**
   * The picture; numbers as {@link Floats}.
   *
   * @param training that the flow is of
   * @param update that it is of
   * @param times falling
   * @param particles by time, particle and column
   * @param arrows velocities by time, square and column, squares row by row from the bottom
   * @param density ln p at the centres of squares, row by row from the bottom
   */
  record Answer(
      long training,
      long update,
      PlaneWindow window,
      double[] times,
      String particles,
      String arrows,
      String density) {}

  @Override
  public String path() {
    return "api/play/picture";
  }

  @Override
  public Class<Request> request() {
    return Request.class;
  }

  @Override
  public void check(Request request) {
    Range.require("picture", "particles", request.particles(), 1, MOST_PARTICLES);
    Range.require("picture", "times", request.times(), 2, MOST_TIMES);
    Range.require("picture", "arrows", request.arrows(), 0, MOST_ARROWS);
    Range.require("picture", "grid", request.grid(), 0, MOST_GRID);
    request.solver().options();
    labs.lab(request.lab()).training().shown().of("picture", 2);
  }

  @Override
  public Answer run(Request request, Job job) {
    Live.Shown shown = labs.lab(request.lab()).training().shown().of("picture", 2);
    PointFlow flow = shown.flow();
    SolverOptions solver = request.solver().options();
    PlaneWindow window = shown.window();
    double[] times = new double[request.times()];
    Arrays.setAll(times, i -> 1 - i / (times.length - 1.0));
    Sampling drawing = Sampling.usual().withSeed(request.seed()).withSolver(solver).withThreads(1);
    double[][][] particles = flow.trajectories(request.particles(), times, drawing);
    job.requireGoing();
    double[][][] arrows =
        request.arrows() == 0
            ? new double[0][][]
            : flow.velocity(window.centres(request.arrows()), times);
    double[] density = density(flow, window.centres(request.grid()), solver, job);
    return new Answer(
        shown.training(),
        shown.update(),
        window,
        times,
        Floats.text(flat(particles)),
        Floats.text(flat(arrows)),
        Floats.text(density));
  }

  private static double[] density(
      PointFlow flow, double[][] squares, SolverOptions solver, Job job) {
    Measuring how = Measuring.usual().withSolver(solver).withThreads(1);
    double[] density = new double[squares.length];
    for (int from = 0; from < squares.length; from += PIECE) {
      job.progress(from, squares.length);
      int to = Math.min(squares.length, from + PIECE);
      double[] piece = flow.logLikelihood(Arrays.copyOfRange(squares, from, to), how);
      System.arraycopy(piece, 0, density, from, piece.length);
    }
    return density;
  }

  private static double[] flat(double[][][] values) {
    return Arrays.stream(values).flatMap(Arrays::stream).flatMapToDouble(Arrays::stream).toArray();
  }
}
