package rivulet.web.play;

import java.util.Optional;
import rivulet.ode.SolverOptions;
import rivulet.web.Range;

/**
 * How solves are done: with steps that keep to a tolerance, or with so many equal ones.
 *
 * @param method Runge-Kutta method
 * @param tolerance absolute and relative
 * @param steps of one solve; one of the two is given
 */
record Solving(String method, Optional<Double> tolerance, Optional<Integer> steps) {
  private static final int MOST_STEPS = 1000;
  private static final int MOST_TRIED = 20_000;

  /** Steps beyond this are of no flow that a page can show. */
  private static final double FINEST = 1e-9;

  SolverOptions options() {
    if (tolerance.isPresent() == steps.isPresent()) {
      throw new IllegalArgumentException("play: give either `tolerance` or `steps`");
    }
    if (steps.isPresent()) {
      Range.require("play", "steps", steps.get(), 1, MOST_STEPS);
      return SolverOptions.fixed(method, steps.get());
    }
    if (!(tolerance.get() >= FINEST)) {
      throw new IllegalArgumentException(
          "play: `tolerance` must be at least " + FINEST + ", found " + tolerance.get());
    }
    return SolverOptions.adaptive(method, tolerance.get()).withLimits(MOST_TRIED, 0);
  }
}
