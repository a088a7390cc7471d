package rivulet.flow.network;

import rivulet.autodiff.TracedField;
import rivulet.tensor.Shape;

/** The vector fields of a model's levels. */
public sealed interface LevelFields permits Networks, OwnFields {
  /**
   * The field of a level.
   *
   * @param level from 0, the coarsest
   * @param state its shape
   * @param condition channels of the condition, 0 for none
   */
  TracedField field(int level, Shape state, int condition);

  /**
   * Checks that there is a field for each of so many levels.
   *
   * @throws IllegalArgumentException if not
   */
  void require(int levels);
}
