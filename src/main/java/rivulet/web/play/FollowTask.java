package rivulet.web.play;

import java.util.ArrayList;
import java.util.List;
import rivulet.Measuring;
import rivulet.PointFlow;
import rivulet.ode.RecordedSolve;
import rivulet.web.Job;
import rivulet.web.Range;
import rivulet.web.Task;

/** Follows one point of the plane to its latent and back. */
final class FollowTask implements Task<FollowTask.Request> {
  private static final int MOST_INTERVALS = 200;

  private final Labs labs;

  FollowTask(Labs labs) {
    this.labs = labs;
  }

  /**
   * Which.
   *
   * @param intervals between the places that are told
   */
  record Request(int lab, double x, double y, int intervals, Solving solver) {}

  /** Where it is at a time; 0 is data, 1 is noise. */
  record Place(double time, double x, double y) {}

  /**
   * A step that was tried, and ln p of where the point then is, or still is if it was not taken.
   */
  record Step(
      double time, double size, double errorRatio, boolean accepted, double logLikelihood) {}

  /** One way. */
  record Way(List<Place> places, List<Step> steps, int evaluations) {}

  /**
   * Both ways.
   *
   * @param training that the flow is of
   * @param update that it is of
   * @param logLikelihood ln p of the point, in nats
   */
  record Answer(long training, long update, double logLikelihood, Way there, Way back) {}

  @Override
  public String path() {
    return "api/play/follow";
  }

  @Override
  public Class<Request> request() {
    return Request.class;
  }

  @Override
  public void check(Request request) {
    Range.require("follow", "intervals", request.intervals(), 1, MOST_INTERVALS);
    request.solver().options();
    labs.lab(request.lab()).training();
  }

  @Override
  public Answer run(Request request, Job job) {
    Live.Shown shown = labs.lab(request.lab()).training().shown();
    Measuring how = Measuring.usual().withSolver(request.solver().options()).withThreads(1);
    double[] point = {request.x(), request.y()};
    PointFlow.Way course = shown.flow().follow(point, how, request.intervals());
    return new Answer(
        shown.training(),
        shown.update(),
        course.logLikelihood(),
        way(course.there(), course.logLikelihoodThere()),
        way(course.back(), course.logLikelihoodBack()));
  }

  private static Way way(RecordedSolve solve, double... logLikelihood) {
    List<Place> places =
        solve.frames().stream()
            .map(frame -> new Place(frame.time(), frame.state()[0], frame.state()[1]))
            .toList();
    List<Step> steps = new ArrayList<>();
    for (RecordedSolve.Step step : solve.steps()) {
      steps.add(
          new Step(
              step.time(),
              step.size(),
              step.errorRatio(),
              step.accepted(),
              logLikelihood[steps.size()]));
    }
    return new Way(places, steps, solve.evaluations());
  }
}
