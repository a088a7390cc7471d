package rivulet.web.play;

/** Whether anybody watches: somebody listens, or did a moment ago. */
final class Presence {
  /** What a page has: it may be loaded anew. */
  static final long GRACE_NANOSECONDS = 5_000_000_000L;

  private final long grace;
  private int listeners;
  private long last = System.nanoTime();

  /** Nobody yet, for which so many nanoseconds are left. */
  Presence(long grace) {
    this.grace = grace;
  }

  synchronized void came() {
    listeners++;
  }

  synchronized void went() {
    listeners--;
    last = System.nanoTime();
  }

  /** Somebody has asked for something, so that a listener may be on its way. */
  synchronized void touched() {
    last = System.nanoTime();
  }

  synchronized boolean anybody() {
    return listeners > 0 || System.nanoTime() - last < grace;
  }
}
