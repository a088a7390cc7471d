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

  /** A step of h from t was tried and given up: its error ratio is above 1, or not a number. */
  default void rejected(int lane, double t, double h, double errorRatio) {
    // Most listeners care for accepted steps only.
  }

  /**
   * A step from t to {@code next} has been accepted: the state before it is in {@link Stages#Y},
   * the one after it in {@link Stages#NEXT}, the stage derivatives in theirs. None of these may be
   * modified. The solution's quadratures reach to {@code next} already.
   */
  void accepted(OdeSystem system, int lane, double t, double h, double next);
}
