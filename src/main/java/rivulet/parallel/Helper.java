package rivulet.parallel;

import java.util.concurrent.locks.LockSupport;

/** One helping thread: waits for a run it is called to, works, reports, waits again. */
final class Helper implements Runnable {
  private static final long NO_RUN = 0;
  private static final long STOP = -1;

  private final int worker;
  private final Deal deal;
  private final Arrivals arrivals;
  private final Thread thread;
  private volatile long called = NO_RUN;
  private volatile boolean parked;

  Helper(int worker, Deal deal, Arrivals arrivals) {
    this.worker = worker;
    this.deal = deal;
    this.arrivals = arrivals;
    thread = Thread.ofPlatform().daemon().name("rivulet-worker-" + worker).unstarted(this);
  }

  void start() {
    thread.start();
  }

  /** Calls the helper to a run; {@code number} is positive and differs from the last one. */
  void call(long number) {
    called = number;
    // Both fields are volatile: either we see `parked`, or the helper sees the call and stays up.
    if (parked) {
      LockSupport.unpark(thread);
    }
  }

  /** Ends the thread and waits for it. An interrupt does not cut the wait; its flag is kept. */
  void stop() {
    call(STOP);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    long seen = awaitCall(NO_RUN);
    while (seen != STOP) {
      deal.work(worker);
      // A flag left by a task would show in the next one and keep the thread from parking.
      Thread.interrupted();
      arrivals.arrive();
      seen = awaitCall(seen);
    }
  }

  private long awaitCall(long seen) {
    int round = 0;
    while (called == seen) {
      if (round < Spin.ROUNDS) {
        Spin.pause(round++);
      } else {
        parked = true;
        if (called == seen) {
          LockSupport.park(this);
        }
        parked = false;
        Thread.interrupted();
      }
    }
    return called;
  }
}
