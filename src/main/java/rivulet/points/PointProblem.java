package rivulet.points;

import java.util.List;
import java.util.function.BooleanSupplier;
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
    this.part = new Part(LevelMetrics.WHOLE_IMAGE, loss, descent);
  }

  /**
   * Trains a model.
   *
   * @param start what it begins with
   * @param updates in all
   * @param stop asked before every update
   * @param watcher told after every update
   * @throws IllegalStateException if a point's solve does not arrive, or if too many updates in a
   *     row were skipped
   */
  public static PointModel train(
      PointSource source,
      PointModel start,
      PointConfig config,
      int threads,
      long updates,
      BooleanSupplier stop,
      Trainer.Watcher watcher) {
    PointProblem problem = new PointProblem(source, start, config, threads);
    try (Trainer trainer = new Trainer("play", config.train(), problem, threads)) {
      trainer.run(updates, stop, watcher);
      return problem.finish();
    }
  }

  @Override
  public List<Part> parts() {
    return List.of(part);
  }

  /** The model with the averaged weights, if they are kept; training is then over. */
  PointModel finish() {
    part.descent().useAverages();
    return start.with(level.blocks().getFirst());
  }

  @Override
  public void close() {
    part.descent().close();
    workspace.close();
  }
}
