package rivulet.web.play;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rivulet.Measuring;
import rivulet.PointFlow;
import rivulet.ode.RecordedSolve;
import rivulet.web.Job;
import rivulet.web.Range;
import rivulet.web.Task;

/** Follows one point to its latent and back. */
final class FollowTask implements Task<FollowTask.Request> {
  private static final int MOST_INTERVALS = 200;

  private final Labs labs;

  FollowTask(Labs labs) {
    this.labs = labs;
  }

  /**
   * Which.
   *
   * @param y of a point in the plane; on the line there is none
   * @param intervals between the places that are told
   */
  record Request(int lab, double x, Optional<Double> y, int intervals, Solving solver) {
    double[] point() {
      return y.isPresent() ? new double[] {x, y.get()} : new double[] {x};
    }
  }

  /** Where it is at a time; 0 is data, 1 is noise. */
  record Place(double time, double x, Optional<Double> y) {}

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
    labs.lab(request.lab()).training().shown().of("follow", request.point().length);
  }

  @Override
  public Answer run(Request request, Job job) {
    Live.Shown shown =
        labs.lab(request.lab()).training().shown().of("follow", request.point().length);
    Measuring how = Measuring.usual().withSolver(request.solver().options()).withThreads(1);
    PointFlow.Way course = shown.flow().follow(request.point(), how, request.intervals());
    return new Answer(
        shown.training(),
        shown.update(),
        course.logLikelihood(),
        way(course.there(), course.logLikelihoodThere()),
        way(course.back(), course.logLikelihoodBack()));
  }

  private static Way way(RecordedSolve solve, double... logLikelihood) {
    List<Place> places =
        solve.frames().stream().map(frame -> place(frame.time(), frame.state())).toList();
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

  private static Place place(double time, double... state) {
    return new Place(time, state[0], state.length > 1 ? Optional.of(state[1]) : Optional.empty());
  }
}
