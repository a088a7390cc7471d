package rivulet.parallel;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A fixed set of workers that share numbered tasks. The calling thread is worker 0; the others are
 * daemon platform threads that live until {@link #close}.
 *
 * <p>One run at a time: a run inside a run, or from a second thread, is refused. In steady state a
 * run allocates no heap memory on any thread.
 */
public final class WorkerPool implements AutoCloseable {
  /** The most workers that a pool may have. */
  public static final int MAX_WORKERS = 1_024;

  private final Deal deal;
  private final Arrivals arrivals = new Arrivals();
  private final PoolThread[] helpers;
  private final AtomicReference<Thread> owner = new AtomicReference<>();
  // Guarded by `owner`.
  private boolean closed;

  /**
   * Starts {@code workers − 1} threads; with one worker everything runs on the calling thread.
   *
   * @throws IllegalArgumentException unless 1 ≤ workers ≤ {@link #MAX_WORKERS}
   */
  public WorkerPool(int workers) {
    deal = new Deal(require(workers));
    helpers = new PoolThread[workers - 1];
    for (int h = 0; h < helpers.length; h++) {
      helpers[h] = new PoolThread(h + 1, deal, arrivals);
      helpers[h].start();
    }
  }

  /**
   * The number itself, if a pool may have so many workers.
   *
   * @throws IllegalArgumentException if not
   */
  public static int require(int workers) {
    if (workers < 1 || workers > MAX_WORKERS) {
      throw new IllegalArgumentException(
          "worker pool: workers must lie in 1.." + MAX_WORKERS + ", found " + workers);
    }
    return workers;
  }

  /** As many workers as this process has processors. */
  public static int usual() {
    return Math.min(Runtime.getRuntime().availableProcessors(), MAX_WORKERS);
  }

  /** Number of workers, the calling thread included. */
  public int workers() {
    return helpers.length + 1;
  }

  /**
   * Runs tasks 0 … tasks − 1, dealt in ascending order to whichever worker is free, and returns
   * when all have ended. What was written before the call is visible to the tasks, what they wrote
   * is visible to the caller. An interrupt of the caller does not cut the run; its flag is set
   * again on return.
   *
   * @throws TaskFailure if a task threw; all workers have stopped by then, later tasks may not have
   *     run, and the pool stays usable
   * @throws IllegalArgumentException if {@code tasks} is negative
   * @throws IllegalStateException if a run is under way or the pool is closed
   */
  public void run(int tasks, IndexedTask task) {
    Objects.requireNonNull(task, "worker pool: task");
    if (tasks < 0) {
      throw new IllegalArgumentException(
          "worker pool: the number of tasks must be at least 0, found " + tasks);
    }
    claim("run");
    try {
      if (closed) {
        throw new IllegalStateException("worker pool: run asked of a closed pool; open a new one");
      }
      deal.begin(tasks, task);
      int called = Math.min(helpers.length, Math.max(tasks - 1, 0));
      call(called);
      deal.work(0);
      recall(called);
      arrivals.await();
      deal.end();
    } finally {
      owner.set(null);
    }
  }

  private void call(int count) {
    arrivals.expect(count);
    for (int h = 0; h < count; h++) {
      helpers[h].call();
    }
  }

  /**
   * Sends home who has not come yet: no task is left or one has failed, and a helper that has to be
   * woken, or whose core is taken by somebody else, would keep the caller waiting for nothing.
   */
  private void recall(int count) {
    for (int h = 0; h < count; h++) {
      if (helpers[h].recall()) {
        arrivals.arrive();
      }
    }
  }

  /**
   * Ends the threads and waits for them. A second call does nothing.
   *
   * @throws IllegalStateException if a run is under way
   */
  @Override
  public void close() {
    claim("close");
    try {
      if (!closed) {
        closed = true;
        for (PoolThread helper : helpers) {
          helper.stop();
        }
      }
    } finally {
      owner.set(null);
    }
  }

  private void claim(String what) {
    if (!owner.compareAndSet(null, Thread.currentThread())) {
      throw new IllegalStateException(
          "worker pool: "
              + what
              + " asked while a run is under way; runs do not nest, give each caller its own pool");
    }
  }
}
