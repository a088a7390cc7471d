package rivulet.train;

import java.lang.foreign.MemorySegment;

/** The workers of one level under one objective: losses and gradients of images. */
sealed interface LevelObjective permits LikelihoodObjective, MatchingObjective {
  /**
   * Computes losses of images {@code from … to-1} of an update on one worker, and their gradient.
   */
  void group(int worker, long step, int from, int to, BatchImages images);

  /** The gradient sums of a worker's last group. */
  MemorySegment sums(int worker);

  /** What the last update was like, with what the optimiser knows of it. */
  LevelMetrics metrics(int level, double gradientNorm, double rate, boolean applied);

  /** Tasks before the gradients of an update, each of them {@link #prepare}; 0 for none. */
  default int preparations(int groups) {
    return 0;
  }

  /** One task of the preparation of an update. */
  default void prepare(int worker, int from, int to, BatchImages images) {}

  /** After all preparations, by one thread. */
  default void prepared() {}
}
