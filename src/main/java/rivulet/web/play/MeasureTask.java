package rivulet.web.play;

import rivulet.Measuring;
import rivulet.PointScores;
import rivulet.web.Job;
import rivulet.web.Range;
import rivulet.web.Task;

/** Measures the flow of now: −ln p of held-out points, as {@code play} does. */
final class MeasureTask implements Task<MeasureTask.Request> {
  private static final int MOST = 20_000;

  private final Labs labs;

  MeasureTask(Labs labs) {
    this.labs = labs;
  }

  /**
   * How.
   *
   * @param points at most; of a table there are fewer
   * @param seed of the points
   */
  record Request(int lab, int points, long seed, Solving solver) {}

  /**
   * What was found, in nats.
   *
   * @param training that the flow is of
   * @param update that it is of
   * @param evaluations of the field per point
   */
  record Answer(
      long training,
      long update,
      double nll,
      double standardError,
      int points,
      double evaluations) {}

  @Override
  public String path() {
    return "api/play/measure";
  }

  @Override
  public Class<Request> request() {
    return Request.class;
  }

  @Override
  public void check(Request request) {
    Range.require("measure", "points", request.points(), 2, MOST);
    request.solver().options();
    labs.lab(request.lab()).training();
  }

  @Override
  public Answer run(Request request, Job job) {
    Live.Shown shown = labs.lab(request.lab()).training().shown();
    Measuring how =
        Measuring.usual()
            .withSeed(request.seed())
            .withSolver(request.solver().options())
            .withThreads(1);
    PointScores found = shown.flow().measure(shown.data(), request.points(), how);
    return new Answer(
        shown.training(),
        shown.update(),
        found.nll(),
        found.standardError(),
        found.points(),
        found.evaluations());
  }
}
