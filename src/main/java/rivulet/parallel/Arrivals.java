package rivulet.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Counts helpers that have finished; one thread waits for the last. Reused for every run. */
final class Arrivals {
  private final AtomicInteger missing = new AtomicInteger();
  private volatile Thread waiting;

  void expect(int helpers) {
    missing.set(helpers);
  }

  void arrive() {
    if (missing.decrementAndGet() == 0) {
      // unpark ignores null; a late call only wakes a loop that checks again.
      LockSupport.unpark(waiting);
    }
  }

  /** Returns when all have arrived. An interrupt does not cut the wait; its flag is kept. */
  void await() {
    boolean interrupted = false;
    int round = 0;
    while (missing.get() > 0) {
      if (round < Spin.ROUNDS) {
        Spin.pause(round++);
      } else {
        waiting = Thread.currentThread();
        if (missing.get() > 0) {
          LockSupport.park(this);
        }
        interrupted |= Thread.interrupted();
      }
    }
    waiting = null;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
