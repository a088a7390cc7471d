package rivulet.ode;

/** How the solve of one lane ended. */
public enum Status {
  /** Not solved: never listed, or an exception of the system interrupted the solve. */
  UNFINISHED,
  /** Reached the end. */
  FINISHED,
  /** The tolerance would need steps below the smallest one: a blow-up or a jump of the field. */
  STEP_TOO_SMALL,
  /** The limit on steps is used up: mostly a stiff field. */
  TOO_MANY_STEPS,
  /** The field, the state or a quadrature is infinite or not a number, however small the step. */
  NON_FINITE
}
