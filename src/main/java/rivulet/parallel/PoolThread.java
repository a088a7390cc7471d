package rivulet.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** One helping thread: waits for a run it is called to, works, reports, waits again. */
final class PoolThread implements Runnable {
  private static final int WAITING = 0;
  private static final int CALLED = 1;
  private static final int STOP = 2;

  private final int worker;
  private final Deal deal;
  private final Arrivals arrivals;
  private final Thread thread;
  private final AtomicInteger state = new AtomicInteger(WAITING);
  private volatile boolean parked;

  PoolThread(int worker, Deal deal, Arrivals arrivals) {
    this.worker = worker;
    this.deal = deal;
    this.arrivals = arrivals;
    thread = Thread.ofPlatform().daemon().name("rivulet-worker-" + worker).unstarted(this);
  }

  void start() {
    thread.start();
  }

  /** Calls the helper to a run. */
  void call() {
    tell(CALLED);
  }

  private void tell(int what) {
    state.set(what);
    // Both fields are volatile: either we see `parked`, or the helper sees the call and stays up.
    if (parked) {
      LockSupport.unpark(thread);
    }
  }

  /** Takes back a call that the helper has not answered yet; false if it has. */
  boolean recall() {
    return takeCall();
  }

  /** One of caller and helper takes a call, the other finds none. */
  private boolean takeCall() {
    return state.compareAndSet(CALLED, WAITING);
  }

  /** Ends the thread and waits for it. An interrupt does not cut the wait; its flag is kept. */
  void stop() {
    tell(STOP);
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
    while (answerCall()) {
      deal.work(worker);
      // A flag left by a task would show in the next one and keep the thread from parking.
      Thread.interrupted();
      arrivals.arrive();
    }
  }

  /** Waits for a call; false if it is the last one, to stop. */
  private boolean answerCall() {
    int round = 0;
    // Reads first: a helper that spins must not take the cache line away from its caller.
    while (state.get() != CALLED || !takeCall()) {
      if (state.get() == STOP) {
        return false;
      }
      if (round < Spin.ROUNDS) {
        Spin.pause(round++);
      } else {
        park();
        round = 0; // the call may have been taken back; the next one is near
      }
    }
    return true;
  }

  private void park() {
    parked = true;
    if (state.get() == WAITING) {
      LockSupport.park(this);
    }
    parked = false;
    Thread.interrupted();
  }
}
