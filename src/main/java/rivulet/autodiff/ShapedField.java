package rivulet.autodiff;

import rivulet.tensor.Shape;

/**
 * A vector field for states of any shape: what a model of several levels asks for, once for each
 * level.
 */
public interface ShapedField {
  /** What files call it; a model is opened again with the field of that name. */
  String name();

  /**
   * The field of one level.
   *
   * @param state its shape
   * @param condition channels of what it sees besides state and time, an image of the state's
   *     height and width; 0 for none
   * @return a field of that state and condition, always the same
   */
  TracedField of(Shape state, int condition);
}
