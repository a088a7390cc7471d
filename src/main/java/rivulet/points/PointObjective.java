package rivulet.points;

import java.lang.foreign.MemorySegment;

/** The workers of one objective: losses and gradients of groups of points. */
sealed interface PointObjective permits PointMatching, PointLikelihood {
  /** Computes losses and gradient of points {@code from … to-1} of an update on one worker. */
  void group(int worker, long step, int from, int to);

  /** The gradient sums of a worker's last group. */
  MemorySegment sums(int worker);

  /** Mean loss of the last update: of the velocity per entry, or −ln p in nats per point. */
  double loss();
}
