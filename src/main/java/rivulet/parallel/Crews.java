package rivulet.parallel;

/**
 * Threads shared out over independent tasks, and those that are left over the insides of a task:
 * with fewer tasks than threads every worker gets a crew, a pool of its own, to divide what it
 * computes. All crews together are as many threads as were asked for.
 */
public final class Crews implements AutoCloseable {
  private final WorkerPool pool;
  private final WorkerPool[] crews;

  /**
   * Starts the threads: min(threads, tasks) workers, among whose crews the threads are divided as
   * evenly as possible.
   *
   * @param threads the calling one included
   * @param tasks that can run at once
   * @throws IllegalArgumentException unless 1 ≤ threads ≤ {@link WorkerPool#MAX_WORKERS} and tasks
   *     is at least 1
   */
  public Crews(int threads, int tasks) {
    if (threads < 1 || threads > WorkerPool.MAX_WORKERS || tasks < 1) {
      throw new IllegalArgumentException(
          "crews: threads must lie in 1.."
              + WorkerPool.MAX_WORKERS
              + " and tasks be at least 1, found "
              + threads
              + " and "
              + tasks);
    }
    int workers = Math.min(threads, tasks);
    pool = new WorkerPool(workers);
    crews = new WorkerPool[workers];
    int opened = 0;
    try {
      for (; opened < workers; opened++) {
        crews[opened] = new WorkerPool(threads / workers + (opened < threads % workers ? 1 : 0));
      }
    } finally {
      if (opened < workers) {
        closeFirst(opened);
      }
    }
  }

  /** Number of workers. */
  public int workers() {
    return crews.length;
  }

  /**
   * Runs tasks on the workers, as {@link WorkerPool#run} does.
   *
   * @throws TaskFailure if a task threw
   */
  public void run(int tasks, IndexedTask task) {
    pool.run(tasks, task);
  }

  /** The crew of one worker: for runs inside the tasks of that worker only. */
  public WorkerPool crew(int worker) {
    return crews[worker];
  }

  /**
   * Ends the threads and waits for them.
   *
   * @throws IllegalStateException if a run is under way
   */
  @Override
  public void close() {
    closeFirst(crews.length);
  }

  private void closeFirst(int opened) {
    pool.close();
    for (int w = 0; w < opened; w++) {
      crews[w].close();
    }
  }
}
