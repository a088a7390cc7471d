package rivulet.points;

import java.util.List;
import java.util.Map;
import rivulet.flow.LevelParameters;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.NetworkSpec;
import rivulet.tensor.Activation;
import rivulet.tensor.Shape;

/**
 * The published network for points: 1×1 convolutions, so that points are pixels.
 *
 * @param dimensions columns D of a point
 * @param hidden widths of the hidden layers
 * @param layer how time enters
 * @param activation between the layers
 */
public record PointNetwork(
    int dimensions, List<Integer> hidden, LayerKind layer, Activation activation)
    implements PointShape {
  private static final int KERNEL = 1;
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

  public PointNetwork {
    hidden = List.copyOf(hidden);
    if (dimensions < 1 || dimensions > 1024) {
      throw new IllegalArgumentException(
          "points: needs 1 to 1024 columns, found " + dimensions + "; choose fewer columns");
    }
    Shape one = new Shape(dimensions, 1, 1);
    new NetworkSpec(layer, activation, hidden, one, 0, KERNEL);
  }

  @Override
  public NetworkSpec field(int points) {
    Shape state = new Shape(dimensions, 1, points);
    return new NetworkSpec(layer, activation, hidden, state, 0, KERNEL);
  }

  @Override
  public int together(int asked) {
    return asked;
  }

  @Override
  public Map<String, float[]> fresh(long seed) {
    Map<String, float[]> weights = LevelParameters.initial(field(1), 1, seed, 0, true).getFirst();
    float sharpness = (float) Math.max(1, SHARPNESS * Math.sqrt(2.0 / dimensions));
    scale(weights, FIRST + "weight", sharpness);
    scale(weights, FIRST + "bias", sharpness);
    for (int k = 1; k < hidden.size(); k++) {
      scale(weights, "layers." + k + "._layer.weight", GAIN);
    }
    return weights;
  }

  private static void scale(Map<String, float[]> weights, String name, float factor) {
    float[] values = weights.get(name);
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
  }
}
