package rivulet.ode.method;

import java.util.List;

/**
 * Weights b̂ of a second solution from the same stages; its distance from the first is an estimate
 * of the error of a step.
 *
 * @param order order of this solution
 * @param weights b̂, one per stage, with sum 1
 */
public record Embedded(int order, List<Rational> weights) {
  /** Copies the list. */
  public Embedded {
    weights = List.copyOf(weights);
    if (order < 1) {
      throw new IllegalArgumentException("embedded: order must be positive, found " + order);
    }
  }
}
