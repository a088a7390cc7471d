package rivulet.web.play;

import java.util.Arrays;
import java.util.Optional;
import rivulet.Measuring;
import rivulet.PointFlow;
import rivulet.web.Floats;
import rivulet.web.Job;
import rivulet.web.Range;
import rivulet.web.Task;

/** What the flow of now looks like on the line: lines of equal mass, densities on the way. */
final class LinesTask implements Task<LinesTask.Request> {
  /** Deviations of the data to either side: the noise is seen too. */
  private static final double REACH = 3.2;

  private static final int MOST_BANDS = 20;
  private static final int MOST_TIMES = 65;
  private static final int MOST_GRID = 1024;

  private final Labs labs;

  LinesTask(Labs labs) {
    this.labs = labs;
  }

  /**
   * How much of it.
   *
   * @param bands of equal mass
   * @param times evenly from 1, the noise, to 0, the data
   * @param grid places at which the data's own density is told, where it is known; 0: none
   */
  record Request(int lab, int bands, int times, int grid, Solving solver) {}

  /**
   * The lines; numbers in texts as {@link Floats}.
   *
   * @param training that the flow is of
   * @param update that it is of
   * @param left end of a window around the data
   * @param right its other end
   * @param times falling
   * @param between points from one line to the next
   * @param places by time and point
   * @param logLikelihood ln p_t there
   * @param masses between neighbouring lines, by time and band
   * @param least of the masses
   * @param most of them
   * @param known ln p of the data at even places from left to right, where it is known
   */
  record Answer(
      long training,
      long update,
      double left,
      double right,
      double[] times,
      int between,
      String places,
      String logLikelihood,
      String masses,
      double least,
      double most,
      Optional<String> known) {}

  @Override
  public String path() {
    return "api/play/lines";
  }

  @Override
  public Class<Request> request() {
    return Request.class;
  }

  @Override
  public void check(Request request) {
    Range.require("lines", "bands", request.bands(), 2, MOST_BANDS);
    Range.require("lines", "times", request.times(), 2, MOST_TIMES);
    Range.require("lines", "grid", request.grid(), 0, MOST_GRID);
    request.solver().options();
    labs.lab(request.lab()).training().shown().of("lines", 1);
  }

  @Override
  public Answer run(Request request, Job job) {
    Live.Shown shown = labs.lab(request.lab()).training().shown().of("lines", 1);
    PointFlow.Description what = shown.flow().description();
    double left = what.mean()[0] - REACH * what.deviation()[0];
    double right = what.mean()[0] + REACH * what.deviation()[0];
    Measuring how = Measuring.usual().withSolver(request.solver().options()).withThreads(1);
    PointFlow.Lines lines = shown.flow().lines(request.bands(), request.times(), how);
    job.requireGoing();
    double[][] grid = new double[request.grid()][];
    Arrays.setAll(
        grid, i -> new double[] {left + (right - left) * i / Math.max(1, grid.length - 1)});
    return new Answer(
        shown.training(),
        shown.update(),
        left,
        right,
        lines.times(),
        lines.between(),
        Floats.text(flat(lines.places())),
        Floats.text(flat(lines.logLikelihood())),
        Floats.text(flat(lines.masses())),
        lines.least(),
        lines.most(),
        shown.data().logDensity(grid).filter(_ -> grid.length > 0).map(Floats::text));
  }

  private static double[] flat(double[][] values) {
    return Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray();
  }
}
