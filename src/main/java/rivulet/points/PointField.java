package rivulet.points;

import java.util.Map;
import rivulet.autodiff.TracedField;
import rivulet.flow.LevelParameters;
import rivulet.tensor.Shape;

/**
 * A flow of points along any vector field.
 *
 * @param field state D × 1 × 1, no condition
 */
public record PointField(TracedField field) implements PointShape {
  /** Checks the shapes and that the field can be traced. */
  public PointField {
    Shape state = field.state();
    if (state.pixels() != 1 || field.condition() > 0) {
      throw new IllegalArgumentException(
          "points: a field of points has a state of D x 1 x 1 and no condition, found "
              + state
              + " and "
              + field.condition()
              + " channels of condition");
    }
    field.program();
  }

  @Override
  public int dimensions() {
    return field.state().channels();
  }

  @Override
  public TracedField field(int points) {
    if (points != 1) {
      throw new IllegalArgumentException("points: this field takes one point, found " + points);
    }
    return field;
  }

  /** One: nothing says that a field acts on each pixel alone. */
  @Override
  public int together(int asked) {
    return 1;
  }

  @Override
  public Map<String, float[]> fresh(long seed) {
    return LevelParameters.initial(field, 1, seed, 0, true).getFirst();
  }

  /** What the file of a model says of its field, so that another one is refused. */
  String label() {
    return field.program().toString();
  }
}
