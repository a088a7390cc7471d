package rivulet.train;

import rivulet.train.descent.Descent;

/**
 * What is descended on one part of the parameters, with a worker for each thread: losses of the
 * items of a batch and their gradient. Nothing is allocated in steady state.
 */
public interface Loss {
  /**
   * Computes the losses of items {@code from … to-1} of an update on one worker, and hands their
   * gradient sums in.
   *
   * @param leaf number of the group
   * @param descent takes the sums
   */
  void group(int worker, long step, int leaf, int from, int to, Descent descent);

  /** The mean loss of the last update, without regularisers. */
  double mean();

  /** What the last update was like, with what the descent knows of it. */
  LevelMetrics metrics(int part, double gradientNorm, double rate, boolean applied);

  /** Whether a group may fail to arrive; no part then descends before all groups have arrived. */
  default boolean mayNotArrive() {
    return false;
  }

  /** Whether each group has a task before the gradients of an update, {@link #prepare}. */
  default boolean prepares() {
    return false;
  }

  /** One task of the preparation of an update. */
  default void prepare(int worker, long step, int from, int to) {}

  /** After all preparations, by one thread. */
  default void prepared() {}
}
