package rivulet.ode.adjoint;

import rivulet.ode.AdjointSystem;
import rivulet.ode.Trajectory;
import rivulet.ode.method.ButcherTableau;

/** Checks what an adjoint is asked against what it was built for. */
final class AdjointArguments {
  private AdjointArguments() {}

  static void check(
      AdjointSystem system,
      int capacity,
      int quadratures,
      Trajectory trajectory,
      double[] quadratureWeights,
      ButcherTableau tableau,
      int[] lanes,
      int count) {
    if (system.lanes() != capacity
        || trajectory.lanes() != capacity
        || system.quadratures() != quadratures
        || quadratureWeights.length < capacity * quadratures) {
      throw new IllegalArgumentException(
          "adjoint: built for "
              + capacity
              + " lanes and "
              + quadratures
              + " quadratures;"
              + (" system has " + system.lanes() + " and " + system.quadratures())
              + (", trajectory " + trajectory.lanes() + " lanes, weights ")
              + (quadratureWeights.length + " of " + capacity * quadratures));
    }
    for (int index = 0; index < count; index++) {
      if (!trajectory.recordedWith(lanes[index], tableau)) {
        throw new IllegalArgumentException(
            "adjoint: lane " + lanes[index] + " was not recorded with '" + tableau.name() + "'");
      }
    }
  }
}
