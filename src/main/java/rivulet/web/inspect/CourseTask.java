package rivulet.web.inspect;

import java.util.Optional;
import rivulet.Course;
import rivulet.Images;
import rivulet.Likelihood;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.ode.SolverOptions;
import rivulet.web.Job;
import rivulet.web.Range;
import rivulet.web.Task;

/** Follows one image through the model. */
final class CourseTask implements Task<CourseTask.Request> {
  private static final String RIGHT = "none";
  private static final String EXACT = "exact";

  /** Numbers of all frames together, so that an answer has some ten megabytes at most. */
  private static final int MOST_NUMBERS = 2_000_000;

  /** As {@link Model#follow} has it. */
  private static final int MOST_INTERVALS = 1000;

  private final Model model;
  private final Shown images;
  private final int threads;

  CourseTask(Model model, Shown images, int threads) {
    this.model = model;
    this.images = images;
    this.threads = threads;
  }

  /**
   * Which, and how it is measured.
   *
   * @param image its place
   * @param solver Runge-Kutta method
   * @param tolerance of its steps
   * @param divergence {@code exact}, {@code hutchinson:K}, {@code coloured}
   * @param seed of noise and probes
   * @param fault a wrong practice whose number is to be told beside the right one; {@code none}
   * @param intervals between the states that are sent of each block
   */
  record Request(
      int image,
      String solver,
      double tolerance,
      String divergence,
      long seed,
      String fault,
      int intervals) {}

  @Override
  public String path() {
    return "api/inspect/course";
  }

  @Override
  public Class<Request> request() {
    return Request.class;
  }

  @Override
  public void check(Request request) {
    model.require(how(request));
    if (!request.fault().equals(RIGHT)) {
      model.require(fault(request));
    }
    Images one = images.image(request.image());
    int most = MOST_NUMBERS / (2 * one.dimensions()) - 1;
    Range.require("course", "intervals", request.intervals(), 1, Math.min(most, MOST_INTERVALS));
  }

  private Measuring how(Request request) {
    return Measuring.usual()
        .withSeed(request.seed())
        .withSolver(SolverOptions.adaptive(request.solver(), request.tolerance()))
        .withDivergence(request.divergence())
        .withMaps(request.divergence().equals(EXACT))
        .withThreads(threads);
  }

  private Measuring fault(Request request) {
    return how(request).withMaps(false).withFault(request.fault());
  }

  @Override
  public CourseAnswer run(Request request, Job job) {
    Images one = images.image(request.image());
    job.progress(0, 2);
    Course course = model.follow(one, 0, how(request), request.intervals());
    job.progress(1, 2);
    job.requireGoing();
    Optional<CourseAnswer.Wrong> wrong = Optional.empty();
    if (!request.fault().equals(RIGHT)) {
      Measuring fault = fault(request);
      Likelihood found = model.logLikelihood(one, fault);
      wrong =
          Optional.of(
              new CourseAnswer.Wrong(
                  fault.meaning(),
                  found.bitsPerDim(),
                  found.bitsPerDim() - course.likelihood().bitsPerDim()));
    }
    job.progress(2, 2);
    return CourseAnswer.of(model, one, course, wrong);
  }
}
