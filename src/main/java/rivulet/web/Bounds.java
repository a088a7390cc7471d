package rivulet.web;

/** What one server holds at most, however many ask; what is more is refused with 503 or 413. */
public final class Bounds {
  /** Requests under way at once, feeds and tasks among them. */
  static final int REQUESTS = 64;

  /** Feeds at once. */
  static final int FEEDS = 16;

  /** Tasks that wait for the one that runs. */
  static final int WAITING = 4;

  /** Bytes of a body; 8 bodies are read at once. */
  static final int MOST_BYTES = 8 << 20;

  static final int BODIES = 8;

  /** Events of a task that its client has not taken yet; then the task waits. */
  static final int EVENTS = 64;

  /** Between signs of life on an open stream; a client that has gone is noticed after two. */
  static final long BEAT_MILLISECONDS = 250;

  /** Seconds in which a request must have come whole. */
  static final int REQUEST_SECONDS = 20;

  private Bounds() {}
}
