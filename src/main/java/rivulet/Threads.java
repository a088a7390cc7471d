package rivulet;

import rivulet.parallel.WorkerPool;

/** Numbers of threads. */
final class Threads {
  private Threads() {}

  static void require(int threads) {
    if (threads < 1 || threads > WorkerPool.MAX_WORKERS) {
      throw new IllegalArgumentException(
          "threads: must be 1 to " + WorkerPool.MAX_WORKERS + ", found " + threads);
    }
  }
}
