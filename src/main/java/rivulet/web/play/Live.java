package rivulet.web.play;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import rivulet.PointData;
import rivulet.PointFlow;
import rivulet.PointTraining;
import rivulet.inspect.plane.PlaneWindow;
import rivulet.web.Curve;

/**
 * A training on a thread of its own, which makes as many updates as it is allowed, then waits. Its
 * flow can be had at any time, at most some hundredths of a second old; while it waits, of its last
 * update.
 */
final class Live {
  private static final long LOOK_NANOSECONDS = 250_000_000;
  private static final long FRESH_NANOSECONDS = 40_000_000L;

  private final long number;
  private final PointData data;
  private final PointTraining training;
  private final Semaphore turns;
  private final Presence presence;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Curve losses = new Curve(List.of("loss"));
  private Shown shown;
  private long update;
  private long allowed;
  private double perSecond;
  private boolean stopped;
  private boolean ended;
  private Optional<String> problem = Optional.empty();
  private long seen = System.nanoTime();

  /** A flow and the update that it is of. */
  record Shown(long training, long update, PointFlow flow, PointData data) {
    /** Deviations of the data: particles that are noise still are seen. */
    private static final double REACH = 2.8;

    /** What pictures of points of two columns show of the plane. */
    PlaneWindow window() {
      PointFlow.Description what = flow.description();
      return PlaneWindow.around(what.mean(), what.deviation(), REACH);
    }

    /**
     * Looks whether its points have so many columns.
     *
     * @param what is asked for, as a message begins
     */
    Shown of(String what, int columns) {
      if (data.dimensions() != columns) {
        throw new IllegalArgumentException(
            what
                + ": of points of "
                + columns
                + (columns == 1 ? " column" : " columns")
                + ", these have "
                + data.dimensions());
      }
      return this;
    }
  }

  /**
   * How far a training is.
   *
   * @param training its number; another one each time a lab starts
   * @param update that it has made
   * @param updates in all
   * @param running whether it is making some
   * @param done whether all are made
   * @param ended whether it will make no more, since it is done, was replaced or left alone
   */
  record State(
      long training,
      long update,
      long updates,
      boolean running,
      boolean done,
      boolean ended,
      Optional<String> problem) {}

  /**
   * Begins, with no update allowed.
   *
   * @param turns of those that train, one at a time
   */
  Live(long number, PointData data, PointTraining training, Semaphore turns, Presence presence) {
    this.number = number;
    this.data = data;
    this.training = training;
    this.turns = turns;
    this.presence = presence;
    this.shown = new Shown(number, 0, training.untrained(), data);
    Thread.ofPlatform().daemon().name("rivulet-play-" + number).start(this::work);
  }

  private void work() {
    String line = "";
    try {
      if (goesOn(() -> {})) {
        turns.acquireUninterruptibly();
        try {
          PointFlow last = training.watch(this::after);
          show(last);
        } finally {
          turns.release();
        }
      }
    } catch (IllegalStateException | IllegalArgumentException e) {
      line = e.getMessage();
    }
    lock.lock();
    try {
      ended = true;
      problem = line.isEmpty() ? Optional.empty() : Optional.of(line);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean after(PointTraining.Moment now) {
    turns.release();
    try {
      note(now);
      return goesOn(() -> show(now.flow()));
    } finally {
      turns.acquireUninterruptibly();
    }
  }

  private void note(PointTraining.Moment now) {
    lock.lock();
    try {
      update = now.update();
      allowed--;
      losses.add((double) update, now.loss());
      if (update == training.updates() || System.nanoTime() - seen > FRESH_NANOSECONDS) {
        show(now.flow());
      }
    } finally {
      lock.unlock();
    }
  }

  private void show(PointFlow flow) {
    lock.lock();
    try {
      shown = new Shown(number, update, flow, data);
      seen = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until an update is allowed; false if there is to be none.
   *
   * @param show makes the flow that is shown that of the last update
   */
  private boolean goesOn(Runnable show) {
    lock.lock();
    try {
      long nanoseconds = perSecond > 0 ? (long) (1e9 / perSecond) : 0;
      while (nanoseconds > 0 && !stopped) {
        nanoseconds = Math.min(changed.awaitNanos(nanoseconds), nanoseconds);
      }
      if (allowed <= 0 && shown.update() != update) {
        show.run();
      }
      while (allowed <= 0 && !stopped && presence.anybody()) {
        changed.awaitNanos(LOOK_NANOSECONDS); // then looks who is there
      }
      return !stopped && presence.anybody();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says how many updates may follow, and how fast.
   *
   * @param most updates from now on; 0: it waits
   * @param rate updates per second at most; 0: as many as there can be
   */
  State allow(long most, double rate) {
    lock.lock();
    try {
      allowed = most;
      perSecond = rate;
      changed.signalAll();
      return state();
    } finally {
      lock.unlock();
    }
  }

  /** Ends it after the update under way. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The latest flow there is. */
  Shown shown() {
    lock.lock();
    try {
      return shown;
    } finally {
      lock.unlock();
    }
  }

  State state() {
    lock.lock();
    try {
      boolean done = update == training.updates();
      boolean running = !ended && !stopped && allowed > 0 && !done;
      return new State(number, update, training.updates(), running, done, ended, problem);
    } finally {
      lock.unlock();
    }
  }

  /** Losses that somebody has not heard of, and where they end. */
  record News(Curve.Position end, Optional<Curve.Points> losses) {}

  /** Losses since a place of their curve. */
  News since(Curve.Position place) {
    lock.lock();
    try {
      return new News(losses.position(), losses.since(place));
    } finally {
      lock.unlock();
    }
  }
}
