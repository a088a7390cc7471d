package rivulet.points;

import java.util.Map;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.Divergence;
import rivulet.points.table.Columns;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;

/**
 * A flow of points with its numbers.
 *
 * @param shape of the network
 * @param standard the columns, and what makes mean 0 and deviation 1 of them, before the flow
 * @param weights canonical float32 by name
 */
public record PointModel(PointShape shape, Standardisation standard, Map<String, float[]> weights) {
  /** Copies the map; arrays are taken over. */
  public PointModel {
    if (standard.columns().count() != shape.dimensions()) {
      throw new IllegalArgumentException(
          "points: %d columns are standardised, the network is for %d"
              .formatted(standard.columns().count(), shape.dimensions()));
    }
    weights = Map.copyOf(weights);
  }

  /** A model that has measured its data and learnt nothing: the normal of the data's moments. */
  public static PointModel fresh(PointShape shape, PointSource source, long seed) {
    return fresh(shape, Standardisation.of(required(shape, source), seed), seed);
  }

  /** A model that has learnt nothing and leaves points as they are: the standard normal. */
  public static PointModel plain(PointShape shape, PointSource source, long seed) {
    return fresh(shape, Standardisation.none(source.columns()), seed);
  }

  private static PointModel fresh(PointShape shape, Standardisation standard, long seed) {
    return new PointModel(shape, standard, shape.fresh(seed));
  }

  /**
   * A source whose points this model can measure.
   *
   * @throws IllegalArgumentException if it has another number of columns
   */
  PointSource require(PointSource source) {
    return required(shape, source);
  }

  private static PointSource required(PointShape shape, PointSource source) {
    if (source.dimensions() != shape.dimensions()) {
      throw new IllegalArgumentException(
          "points: the flow has %d columns, %s has %d"
              .formatted(shape.dimensions(), source.label(), source.dimensions()));
    }
    return source;
  }

  /** Names of its columns. */
  public Columns columns() {
    return standard.columns();
  }

  /** This network in native memory for images of {@code points} points. */
  CnfLevel level(int points, Divergence divergence, boolean trainable, Workspace workspace) {
    CnfLevel level =
        new CnfLevel(shape.field(points), 1, divergence, trainable, Tuning.DEFAULT, workspace);
    weights.forEach(level.blocks().getFirst()::set);
    level.update();
    return level;
  }

  /** The same model with other weights, taken over. */
  PointModel with(Map<String, float[]> others) {
    return new PointModel(shape, standard, others);
  }
}
