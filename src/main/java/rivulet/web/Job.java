package rivulet.web;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/**
 * Work under way, as the work itself sees it: it tells what it has, and asks whether anybody still
 * waits. May be used by several threads.
 */
public final class Job {
  /** Progress as it is sent: the event {@code progress}. */
  public record Progress(long done, long all) {}

  /** What waits to be sent. */
  record Event(String name, Record data) {}

  /** Wakes who waits for an event; nobody is sent it. */
  private static final Event WAKE = new Event("", new Progress(0, 0));

  private final long number;
  private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(Bounds.EVENTS);
  private volatile boolean cancelled;
  private volatile boolean ended;

  Job(long number) {
    this.number = number;
  }

  /** Its number, by which {@code api/cancel} knows it. */
  long number() {
    return number;
  }

  /**
   * Tells how much is done; a client too slow to hear all misses some.
   *
   * @throws CancellationException if nobody waits any more
   */
  public void progress(long done, long all) {
    requireGoing();
    events.offer(new Event("progress", new Progress(done, all)));
  }

  /**
   * Sends a part of the result; waits for a client that is slow.
   *
   * @throws CancellationException if nobody waits any more
   */
  public void part(String name, Record data) {
    Event event = new Event(name, data);
    try {
      do {
        requireGoing();
      } while (!events.offer(event, Bounds.BEAT_MILLISECONDS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  /**
   * To be called at least every second.
   *
   * @throws CancellationException if nobody waits any more
   */
  public void requireGoing() {
    if (cancelled) {
      throw new CancellationException("cancelled");
    }
  }

  /** The next event, waiting for it for one beat, unless the work ends. */
  Optional<Event> next() throws InterruptedException {
    Event next = events.poll(Bounds.BEAT_MILLISECONDS, TimeUnit.MILLISECONDS);
    return Optional.ofNullable(next).filter(event -> event != WAKE);
  }

  /** What is there already. */
  Optional<Event> rest() {
    return Optional.ofNullable(events.poll()).filter(event -> event != WAKE);
  }

  /** Says that the work has ended; it tells nothing after this. */
  void end() {
    ended = true;
    events.offer(WAKE); // where there is no room, nobody waits
  }

  boolean ended() {
    return ended;
  }

  void cancel() {
    cancelled = true;
  }

  boolean cancelled() {
    return cancelled;
  }
}
