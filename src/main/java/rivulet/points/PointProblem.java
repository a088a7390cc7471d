package rivulet.points;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import rivulet.data.Part;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.Divergence;
import rivulet.tensor.Workspace;
import rivulet.train.LevelMetrics;
import rivulet.train.Likelihood;
import rivulet.train.Loss;
import rivulet.train.Matching;
import rivulet.train.Problem;
import rivulet.train.Trainer;
import rivulet.train.descent.Descent;
import rivulet.train.descent.LevelWeights;

/**
 * A flow of points in training. Update n takes the training points {@code n·batch … (n+1)·batch −
 * 1} of its source. The state after n updates is a function of source, start and configuration.
 */
public final class PointProblem implements Problem {
  /** Native memory per worker for residuals of solves. */
  private static final long TAPE_BYTES = 64L << 20;

  /** What {@link LevelWeights} puts before the names of the only block's weights. */
  private static final String BLOCK = "0.";

  private final PointModel start;
  private final CnfLevel level;
  private final Part part;
  private final Workspace workspace = new Workspace();

  /** Starts from {@code start}; nothing is trained yet. */
  public PointProblem(PointSource source, PointModel start, PointConfig asked, int threads) {
    this.start = start;
    PointConfig config = asked.with(start.shape());
    PointDraw[] points = new PointDraw[threads];
    for (int w = 0; w < threads; w++) {
      points[w] = new PointDraw(source, start.standard(), config.train().seed());
    }
    Loss loss =
        switch (config.objective()) {
          case Matching _ -> {
            level = start.level(config.sharing(), new Divergence.None(), true, workspace);
            yield new PointMatching(level, config, points, workspace);
          }
          case Likelihood _ -> {
            level = start.level(1, new Divergence.Exact(), true, workspace);
            yield new PointLikelihood(level, config, points, TAPE_BYTES, workspace);
          }
        };
    LevelWeights weights = new LevelWeights(level, workspace);
    Descent descent = new Descent(config.train(), weights, workspace);
    this.part = new Part(LevelMetrics.WHOLE_IMAGE, config.group(), loss, descent);
  }

  /**
   * What a training has come to.
   *
   * @param model with the averaged weights, if they are kept
   * @param updates made
   */
  public record Outcome(PointModel model, long updates) {}

  /** A training under way, for its own thread. */
  public static final class State {
    private final Trainer trainer;
    private final PointProblem problem;

    private State(Trainer trainer, PointProblem problem) {
      this.trainer = trainer;
      this.problem = problem;
    }

    /** Updates done. */
    public long updates() {
      return trainer.step();
    }

    /** The mean loss of the last update's batch. */
    public double loss() {
      return trainer.loss();
    }

    /** What there is if no update follows; the training goes on undisturbed. */
    public Outcome outcome() {
      return new Outcome(problem.model(), trainer.step());
    }
  }

  /**
   * Trains a model.
   *
   * @param start what it begins with
   * @param updates in all
   * @param goOn asked after every update
   * @throws IllegalStateException if a point's solve does not arrive, or if too many updates in a
   *     row were skipped
   */
  public static Outcome train(
      PointSource source,
      PointModel start,
      PointConfig config,
      int threads,
      long updates,
      Predicate<State> goOn) {
    PointProblem problem = new PointProblem(source, start, config, threads);
    try (Trainer trainer = new Trainer("play", config.train(), problem, threads)) {
      State state = new State(trainer, problem);
      AtomicBoolean stop = new AtomicBoolean();
      trainer.run(updates, stop::get, _ -> stop.set(!goOn.test(state)));
      return state.outcome();
    }
  }

  @Override
  public List<Part> parts() {
    return List.of(part);
  }

  private PointModel model() {
    Map<String, float[]> weights = new TreeMap<>();
    part.descent()
        .averaged()
        .forEach((name, values) -> weights.put(name.substring(BLOCK.length()), values));
    return start.with(weights);
  }

  @Override
  public void close() {
    part.descent().close();
    workspace.close();
  }
}
