package rivulet.web;

import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.regex.Pattern;
import rivulet.data.DataException;
import rivulet.store.StoreException;

/**
 * What a client sees of something that went wrong: never more than one line.
 *
 * @param status of HTTP
 * @param line for people
 */
record Fault(int status, String line) {
  private static final System.Logger LOG = System.getLogger("rivulet.web");
  private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");
  private static final int MOST_LETTERS = 500;

  /** The body of every answer that is none. */
  record Body(String error) {}

  Fault {
    String whole = BREAKS.matcher(line).replaceAll(" ").strip();
    line = whole.length() > MOST_LETTERS ? whole.substring(0, MOST_LETTERS) + "…" : whole;
  }

  /** Sorts what was thrown: messages of this house are for people, others stay here. */
  static Fault of(Throwable thrown) {
    return switch (thrown) {
      case Refusal refusal -> new Fault(refusal.status(), refusal.getMessage());
      case IllegalArgumentException e when e.getMessage() != null -> new Fault(400, e.getMessage());
      case StoreException e -> new Fault(500, e.getMessage());
      case DataException e -> new Fault(500, e.getMessage());
      case UncheckedIOException e -> new Fault(500, e.getMessage());
      case IllegalStateException e when e.getMessage() != null -> new Fault(500, e.getMessage());
      case OutOfMemoryError _ -> new Fault(503, "out of memory: ask for less at once");
      default -> unexpected(thrown);
    };
  }

  private static Fault unexpected(Throwable thrown) {
    String kind = thrown.getClass().getSimpleName();
    StackTraceElement[] trace = thrown.getStackTrace();
    String where = trace.length == 0 ? "" : " at " + trace[0];
    LOG.log(Level.WARNING, "web: " + kind + where + " (" + thrown.getMessage() + ")");
    return new Fault(500, "internal error (" + kind + "); the server's terminal says where");
  }

  Body body() {
    return new Body(line);
  }
}
