package rivulet;

import java.util.List;
import rivulet.flow.ModelSpec;
import rivulet.train.LevelMetrics;

/** Told how a training goes, on the training thread; can end it. */
@FunctionalInterface
public interface TrainingListener {
  /**
   * What one update of one level was like, means over its batch; not a number where the objective
   * gives none.
   *
   * @param level 0 is the coarsest; {@link Run#WHOLE_IMAGE} where noise is trained
   * @param dimensions of the level's data, or of the whole image
   * @param bitsPerDim over these dimensions; known under likelihood only
   * @param matchingLoss squared error of the velocity per dimension
   * @param evaluations of the vector field per image
   * @param applied whether it was made, not left out because of its gradient
   */
  record Level(
      int level,
      long dimensions,
      double bitsPerDim,
      double matchingLoss,
      double evaluations,
      boolean applied) {
    /** Of a model of that kind, for the rooms that train it. */
    @SuppressWarnings("exports")
    public static Level of(LevelMetrics found, ModelSpec model) {
      boolean whole = found.level() == LevelMetrics.WHOLE_IMAGE;
      return new Level(
          found.level(),
          whole ? model.dimensions() : model.state(found.level()).elements(),
          found.bitsPerDim(),
          found.matchingLoss(),
          found.evaluations(),
          found.applied());
    }

    /** Whether the likelihood is descended. */
    public boolean likelihood() {
      return !Double.isNaN(bitsPerDim);
    }

    /** What is descended, without regularisers. */
    public double progress() {
      return likelihood() ? bitsPerDim : matchingLoss;
    }
  }

  /**
   * The training has its folder for itself, and nothing is written yet.
   *
   * @param done updates that it goes on from
   */
  default void begun(long done) {}

  /** Asked before every update: whether to stop there. */
  default boolean cancelled() {
    return false;
  }

  /** After every update, before {@link #updated}, in more detail. */
  default void levels(long update, List<Level> levels) {}

  /**
   * Where a training with patience has measured its model on the images held back, after {@link
   * #updated}.
   *
   * @param found bits/dim on them; infinite where the equation could not be solved
   * @param better whether it is the best model so far, and kept
   */
  default void judged(Validation found, boolean better) {}

  /**
   * After every update.
   *
   * @param update updates done
   * @param loss mean over levels of what is descended: the squared error of velocities under
   *     matching, bits/dim under likelihood; of points the objective's own
   * @return whether to go on
   */
  boolean updated(long update, double loss);
}
