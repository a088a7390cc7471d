package rivulet.flow.network;

import rivulet.autodiff.ShapedField;
import rivulet.autodiff.TracedField;
import rivulet.tensor.Shape;

/**
 * Fields that the user has written.
 *
 * @param shaped gives that of each level
 */
public record OwnFields(ShapedField shaped) implements LevelFields {
  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public OwnFields {
    if (shaped.name().isBlank()) {
      throw new IllegalArgumentException("field: its name is empty; files need one to know it by");
    }
  }

  @Override
  public TracedField field(int level, Shape state, int condition) {
    TracedField field = shaped.of(state, condition);
    if (!field.state().equals(state) || field.condition() != condition) {
      throw new IllegalArgumentException(
          "field '%s': level %d has a state of %s and %d channels of condition, its field %s and %d"
              .formatted(shaped.name(), level, state, condition, field.state(), field.condition()));
    }
    return field;
  }

  @Override
  public void require(int levels) {
    // One rule serves any number of levels.
  }
}
