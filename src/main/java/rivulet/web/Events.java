package rivulet.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;

/**
 * Server-sent events to one client: a name and a record each. For one thread.
 *
 * <p>All methods throw {@link CancellationException} once the client has gone or the server ends.
 */
public final class Events {
  private final OutputStream out;

  Events(OutputStream out) {
    this.out = out;
  }

  /** Sends an event now. */
  public void send(String name, Record data) {
    write("event: " + name + "\ndata: " + Json.text(data) + "\n\n");
  }

  /** Waits, with signs of life, so that a client that has gone is noticed. */
  public void pause(long milliseconds) {
    long end = System.nanoTime() + milliseconds * 1_000_000;
    while (System.nanoTime() < end) {
      try {
        Thread.sleep(Math.min(milliseconds, Bounds.BEAT_MILLISECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw gone(e);
      }
      beat();
    }
  }

  /** A comment, which clients skip. */
  void beat() {
    write(":\n\n");
  }

  private void write(String text) {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw gone(e);
    }
  }

  private static CancellationException gone(Exception cause) {
    CancellationException gone = new CancellationException("the client has gone");
    gone.initCause(cause);
    return gone;
  }
}
