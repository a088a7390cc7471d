package rivulet.flow.network;

import rivulet.flow.ImageGradient;

/** What a loaded flow can be differentiated by; the fewer, the less work. */
public enum Differentiation {
  /** Nothing: values only. */
  NONE,

  /** Data of a level and weights: training. */
  BY_WEIGHTS,

  /** Data of a level and its condition, weights being constants: {@link ImageGradient}. */
  BY_INPUTS;

  /** What training needs, or nothing. */
  public static Differentiation of(boolean trainable) {
    return trainable ? BY_WEIGHTS : NONE;
  }
}
