package rivulet.points;

import java.util.Map;
import java.util.TreeMap;
import rivulet.flow.BlockWeights;
import rivulet.flow.CnfLevel;
import rivulet.flow.Divergence;
import rivulet.flow.LevelParameters;
import rivulet.tensor.Tuning;
import rivulet.tensor.Workspace;

/**
 * A flow of points with its numbers.
 *
 * @param shape of the network
 * @param standard the columns, and what makes mean 0 and deviation 1 of them, before the flow
 * @param weights canonical float32 by name
 */
public record PointModel(PointShape shape, Standardisation standard, Map<String, float[]> weights) {
  private static final String FIRST = "layers.0._layer.";

  /**
   * Factor of the first layer's start weights, beyond ±1/√fan-in: its units bend within a fraction
   * of a deviation, as sharp edges need. Checkerboard after 2,000 updates of matching, widths of
   * 128: 3.76 nats with 1, 3.65 with 2.4, 3.64 with 5; 64 × 4: 3.608 with 5, 3.632 with 10. That is
   * for the plane; it falls with √D, since points of many columns are far apart, and units that
   * bend between them learn each by heart.
   */
  private static final double SHARPNESS = 5;

  /** √6: activations then keep their variance from layer to layer (He et al., arXiv 1502.01852). */
  private static final float GAIN = 2.45f;

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
    if (source.dimensions() != shape.dimensions()) {
      throw new IllegalArgumentException(
          "points: a model of "
              + shape.dimensions()
              + " columns cannot learn "
              + source.label()
              + " of "
              + source.dimensions());
    }
    return fresh(shape, Standardisation.of(source, seed), seed);
  }

  /** A model that has learnt nothing and leaves points as they are: the standard normal. */
  public static PointModel plain(PointShape shape, PointSource source, long seed) {
    return fresh(shape, Standardisation.none(source.columns()), seed);
  }

  private static PointModel fresh(PointShape shape, Standardisation standard, long seed) {
    Map<String, float[]> weights =
        LevelParameters.initial(shape.network(1), 1, seed, 0, true).getFirst();
    float sharpness = (float) Math.max(1, SHARPNESS * Math.sqrt(2.0 / shape.dimensions()));
    scale(weights, FIRST + "weight", sharpness);
    scale(weights, FIRST + "bias", sharpness);
    for (int k = 1; k < shape.hidden().size(); k++) {
      scale(weights, "layers." + k + "._layer.weight", GAIN);
    }
    return new PointModel(shape, standard, weights);
  }

  private static void scale(Map<String, float[]> weights, String name, float factor) {
    float[] values = weights.get(name);
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
  }

  /** Names of its columns. */
  public Columns columns() {
    return standard.columns();
  }

  /** This network in native memory for images of {@code pixels} points. */
  CnfLevel level(int pixels, Divergence divergence, boolean trainable, Workspace workspace) {
    CnfLevel level =
        new CnfLevel(shape.network(pixels), 1, divergence, trainable, Tuning.DEFAULT, workspace);
    weights.forEach(level.blocks().getFirst()::set);
    level.update();
    return level;
  }

  /** The same model with the weights that a level holds now. */
  PointModel with(BlockWeights block) {
    Map<String, float[]> now = new TreeMap<>();
    block.places().keySet().forEach(name -> now.put(name, block.get(name)));
    return new PointModel(shape, standard, now);
  }
}
