package rivulet.points;

import java.util.List;
import rivulet.flow.LayerKind;
import rivulet.flow.NetworkSpec;
import rivulet.tensor.Activation;
import rivulet.tensor.Shape;

/**
 * What a flow of points looks like: everything but its numbers.
 *
 * @param dimensions columns D of a point
 * @param hidden widths of the hidden layers
 * @param layer how time enters
 * @param activation between the layers
 */
public record PointShape(
    int dimensions, List<Integer> hidden, LayerKind layer, Activation activation) {
  private static final int KERNEL = 1;

  public PointShape {
    hidden = List.copyOf(hidden);
    if (dimensions < 1 || dimensions > 1024) {
      throw new IllegalArgumentException(
          "points: needs 1 to 1024 columns, found " + dimensions + "; choose fewer columns");
    }
    Shape one = new Shape(dimensions, 1, 1);
    new NetworkSpec(layer, activation, hidden, one, 0, KERNEL);
  }

  /**
   * The vector field for images of {@code pixels} points that share their time. Its parameters are
   * the same for any number.
   */
  public NetworkSpec network(int pixels) {
    Shape state = new Shape(dimensions, 1, pixels);
    return new NetworkSpec(layer, activation, hidden, state, 0, KERNEL);
  }
}
