package rivulet.web.lessons;

import rivulet.Measuring;
import rivulet.PointData;
import rivulet.PointFlow;
import rivulet.PointScores;
import rivulet.PointTraining;
import rivulet.web.Job;
import rivulet.web.Range;
import rivulet.web.Task;

/** Trains a flow of two moons by one of the objectives, as {@code play} does, and measures it. */
final class ObjectivesTask implements Task<ObjectivesTask.Request> {
  private static final int MOST_UPDATES = 3000;
  private static final int POINTS = 2000;

  private final PointData moons = PointData.density("moons");
  private final int threads;

  ObjectivesTask(int threads) {
    this.threads = threads;
  }

  /**
   * What is trained, and for how long.
   *
   * @param objective {@code matching} or {@code likelihood}
   * @param updates 1 to 3000
   * @param seed of everything random
   */
  record Request(String objective, int updates, long seed) {}

  /**
   * What came of it, in nats.
   *
   * @param nll mean of −ln p over held-out points
   * @param entropy the least possible
   */
  record Answer(
      String objective,
      int updates,
      double nll,
      double standardError,
      int points,
      double entropy) {}

  @Override
  public String path() {
    return "api/lessons/objectives";
  }

  @Override
  public Class<Request> request() {
    return Request.class;
  }

  @Override
  public void check(Request request) {
    Range.require("objectives", "updates", request.updates(), 1, MOST_UPDATES);
    training(request);
  }

  private PointTraining training(Request request) {
    return PointTraining.of(moons)
        .objective(request.objective())
        .updates(request.updates())
        .seed(request.seed())
        .threads(threads)
        .checked();
  }

  @Override
  public Answer run(Request request, Job job) {
    PointFlow flow =
        training(request)
            .run((update, _) -> {
              job.progress(update, request.updates());
              return true;
            });
    Measuring how =
        Measuring.usual().withSeed(request.seed()).withSolver("dopri5", 1e-5).withThreads(threads);
    PointScores found = flow.measure(moons, POINTS, how);
    return new Answer(
        request.objective(),
        request.updates(),
        found.nll(),
        found.standardError(),
        found.points(),
        moons.entropy().orElseThrow());
  }
}
