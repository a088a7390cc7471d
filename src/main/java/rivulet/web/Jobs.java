package rivulet.web;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The queue of a server's tasks: the first runs, a few wait, others are refused. */
final class Jobs {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final SequencedMap<Long, Job> queue = new LinkedHashMap<>();
  private long numbers;

  /**
   * A job at the end of the queue.
   *
   * @throws Refusal if as many wait as may
   */
  Job enter() {
    lock.lock();
    try {
      if (queue.size() > Bounds.WAITING) {
        throw new Refusal(
            503,
            "busy: one task runs and "
                + Bounds.WAITING
                + " wait, no more may; try again when one has ended");
      }
      numbers++;
      Job job = new Job(numbers);
      queue.put(numbers, job);
      return job;
    } finally {
      lock.unlock();
    }
  }

  /** How many are before it; waits for a beat unless it is its turn. */
  int ahead(Job job) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(Bounds.BEAT_MILLISECONDS);
      while (left > 0 && queue.firstEntry().getValue() != job) {
        left = moved.awaitNanos(left);
      }
      return (int) queue.values().stream().takeWhile(other -> other != job).count();
    } finally {
      lock.unlock();
    }
  }

  /** Out of the queue, ended or not begun. */
  void leave(Job job) {
    lock.lock();
    try {
      queue.remove(job.number());
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Cancels a job; false if there is none of that number. */
  boolean cancel(long number) {
    lock.lock();
    try {
      Job job = queue.get(number);
      if (job != null) {
        job.cancel();
      }
      return job != null;
    } finally {
      lock.unlock();
    }
  }

  void cancelAll() {
    lock.lock();
    try {
      queue.values().forEach(Job::cancel);
    } finally {
      lock.unlock();
    }
  }
}
