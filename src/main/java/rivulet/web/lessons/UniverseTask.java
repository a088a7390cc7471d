package rivulet.web.lessons;

import java.util.List;
import java.util.Optional;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.Progress;
import rivulet.check.TinyUniverse;
import rivulet.web.Job;
import rivulet.web.Range;
import rivulet.web.Task;

/** Trains a model of tiny images, and adds up the probabilities of all of them on the way. */
final class UniverseTask implements Task<UniverseTask.Request> {
  private static final String RIGHT = "none";
  private static final String CENTRE = "bin-centre";
  private static final double TOLERANCE = 1e-3;
  private static final int DRAWS = 8;
  private static final int LEAST_UPDATES = 10;
  private static final int MOST_UPDATES = 3000;
  private static final int STRETCHES = 20;

  private final int threads;

  UniverseTask(int threads) {
    this.threads = threads;
  }

  /**
   * What is learnt, and for how long.
   *
   * @param counts how often each of the 16 images is in the data
   * @param updates 10 to 3000
   * @param seed of everything random
   * @param fault a wrong practice whose sum is told beside the right one; {@code none}
   */
  record Request(List<Integer> counts, int updates, long seed, String fault) {}

  /**
   * What the model says of every image now: the event {@code belief}, and at the end the answer.
   *
   * @param loss mean of what was descended since the last event
   * @param probabilities bounds from below
   * @param total their sum
   * @param wrong the same by the wrong practice
   */
  record Belief(
      long updates, double loss, double[] probabilities, double total, Optional<Wrong> wrong) {}

  /** What no likelihood adds up to. */
  record Wrong(String meaning, double[] probabilities, double total) {}

  @Override
  public String path() {
    return "api/lessons/universe";
  }

  @Override
  public Class<Request> request() {
    return Request.class;
  }

  @Override
  public void check(Request request) {
    TinyUniverse.copies(counts(request));
    Range.require("universe", "updates", request.updates(), LEAST_UPDATES, MOST_UPDATES);
    how(request.fault());
  }

  private static int[] counts(Request request) {
    return request.counts().stream().mapToInt(Integer::intValue).toArray();
  }

  /** One noise where there is no noise to speak of. */
  private Measuring how(String fault) {
    return Measuring.usual()
        .withDivergence("exact")
        .withSolver("dopri5", TOLERANCE)
        .withNoise(fault.equals(CENTRE) ? 1 : DRAWS, 1)
        .withFault(fault)
        .withThreads(threads);
  }

  @Override
  public Belief run(Request request, Job job) {
    Belief[] last = new Belief[1];
    long every = Math.max(LEAST_UPDATES, request.updates() / STRETCHES);
    TinyUniverse.train(
        TinyUniverse.copies(counts(request)),
        request.updates(),
        every,
        request.seed(),
        threads,
        new TinyUniverse.Listener() {
          @Override
          public void stretch(long updates, double loss, Model model) {
            last[0] = belief(request, updates, loss, model, (_, _) -> job.requireGoing());
            job.part("belief", last[0]);
            job.progress(updates, request.updates());
          }

          @Override
          public void update() {
            job.requireGoing();
          }
        });
    return last[0];
  }

  private Belief belief(
      Request request, long updates, double loss, Model model, Progress progress) {
    TinyUniverse.Belief right = TinyUniverse.belief(model, how(RIGHT), progress);
    Optional<Wrong> wrong = Optional.empty();
    if (!request.fault().equals(RIGHT)) {
      Measuring how = how(request.fault());
      TinyUniverse.Belief found = TinyUniverse.belief(model, how, progress);
      wrong = Optional.of(new Wrong(how.meaning(), found.bounds(), found.total()));
    }
    return new Belief(updates, loss, right.bounds(), right.total(), wrong);
  }
}
