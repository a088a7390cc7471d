package rivulet.ode;

/** Told of a lane's steps while the registers still hold them. */
public interface StepListener {
  /** Does nothing. */
  StepListener NONE = (system, lane, t, h, next) -> {};

  /** A lane begins at t0; its state is in {@link Stages#Y}. */
  default void started(int lane, double t0) {
    // Most listeners care for steps only.
  }

  /** Whether the derivative at the end of the last step is needed although no step follows. */
  default boolean needsLastDerivative() {
    return false;
  }

  /**
   * A step from t to {@code next} has been accepted: the state before it is in {@link Stages#Y},
   * the one after it in {@link Stages#NEXT}, the stage derivatives in theirs. None of these may be
   * modified.
   */
  void accepted(OdeSystem system, int lane, double t, double h, double next);
}
