package rivulet.parallel;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The tasks of one run, dealt in ascending order from a shared counter; reused for every run.
 *
 * <p>After a failure no more tasks are dealt. The lowest failing task is found all the same: when
 * any later one fails, every task before that one has been dealt, and a dealt task is finished.
 */
final class Deal {
  // Wider than a task number: each worker overshoots the end by one.
  private final AtomicLong next = new AtomicLong();
  private final Throwable[] failures;
  private final int[] failedTasks;
  private volatile boolean failed;
  private int tasks;
  private IndexedTask task = Deal::nothing;

  Deal(int workers) {
    failures = new Throwable[workers];
    failedTasks = new int[workers];
  }

  void begin(int count, IndexedTask work) {
    tasks = count;
    task = work;
    next.set(0);
  }

  /** Takes tasks until none is left or one has failed. Never throws. */
  void work(int worker) {
    IndexedTask current = task;
    int count = tasks;
    while (!failed) {
      long number = next.getAndIncrement();
      if (number >= count) {
        return;
      }
      try {
        current.run(worker, (int) number);
      } catch (Throwable thrown) {
        failures[worker] = thrown;
        failedTasks[worker] = (int) number;
        failed = true;
      }
    }
  }

  /** Forgets the task, so that nothing it holds stays reachable; reports failures. */
  void end() {
    task = Deal::nothing;
    if (failed) {
      failed = false;
      throw takeFailure();
    }
  }

  private TaskFailure takeFailure() {
    int first = lowestFailed();
    TaskFailure failure = new TaskFailure(failedTasks[first], tasks, take(first));
    for (int other = lowestFailed(); other >= 0; other = lowestFailed()) {
      Throwable thrown = take(other);
      failure.addSuppressed(new TaskFailure(failedTasks[other], tasks, thrown));
    }
    return failure;
  }

  private Throwable take(int worker) {
    Throwable thrown = failures[worker];
    failures[worker] = null;
    return thrown;
  }

  /** The worker with the lowest failed task still held, −1 if there is none. */
  private int lowestFailed() {
    int lowest = -1;
    for (int w = 0; w < failures.length; w++) {
      if (failures[w] != null && (lowest < 0 || failedTasks[w] < failedTasks[lowest])) {
        lowest = w;
      }
    }
    return lowest;
  }

  private static void nothing(int worker, int number) {
    throw new IllegalStateException("worker pool: task " + number + " dealt outside a run");
  }
}
