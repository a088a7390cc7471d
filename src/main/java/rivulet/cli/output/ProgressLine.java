package rivulet.cli.output;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import rivulet.nativebindings.Terminal;

/**
 * Progress of one piece of work on standard error: on a terminal one line that is rewritten and
 * always fits the window, elsewhere a line every few seconds. Safe for any number of threads.
 */
public final class ProgressLine implements AutoCloseable {
  /** Pieces in all while nobody knows how many. */
  public static final long UNKNOWN = Long.MAX_VALUE;

  private static final double SECONDS_BETWEEN = 0.2;
  private static final double SECONDS_BETWEEN_LINES = 5;
  private static final int BAR = 16;

  /** Columns from which on there is room for a bar beside the words. */
  private static final int WITH_BAR = 60;

  /** Columns of lines that nobody's window limits. */
  private static final int LINE = 120;

  private static final String GAP = "  ";
  private static final String ERASE_REST = "\u001b[K";

  /** Where lines go: columns of the window, or none where lines are added, not rewritten. */
  public interface Window {
    OptionalInt columns();
  }

  private final PrintWriter out;
  private final String unit;
  private final Window window;
  private final LongSupplier clock;
  private final TimeLeft timeLeft;
  private final long begin;
  private long shown;
  private long done = -1;
  private boolean open;

  /**
   * @param unit what is counted, in the plural
   */
  public ProgressLine(PrintWriter out, String unit) {
    this(out, unit, window(), System::nanoTime);
  }

  public ProgressLine(PrintWriter out, String unit, Window window, LongSupplier clock) {
    this.out = out;
    this.unit = unit;
    this.window = window;
    this.clock = clock;
    this.begin = clock.getAsLong();
    this.shown = begin;
    this.timeLeft = new TimeLeft();
  }

  private static Window window() {
    String kind = System.getenv("TERM");
    if (kind == null || kind.equals("dumb")) {
      return OptionalInt::empty;
    }
    return Terminal.find().<Window>map(terminal -> terminal::columns).orElse(OptionalInt::empty);
  }

  /** {@link #update(long, long, double, Supplier)} of work without details that ends by count. */
  public void update(long now, long all) {
    update(now, all, (double) now / Math.max(1, all), List::of);
  }

  /**
   * Told how much of work on so many pieces is done, in any unit: shown as whole pieces.
   *
   * @param work done
   * @param allWork in all
   */
  public void updateShare(long work, long allWork, long pieces) {
    double share = (double) work / allWork;
    update((long) (share * pieces), pieces, share, List::of);
  }

  /**
   * Told after each piece of work.
   *
   * @param now pieces done
   * @param all pieces in all
   * @param share of the work that is done, from 0 to 1
   * @param details further words, the most important first; what does not fit is left out
   */
  public synchronized void update(
      long now, long all, double share, Supplier<List<String>> details) {
    if (now <= done) {
      return; // a slower thread's word about the past
    }
    done = now;
    long time = clock.getAsLong();
    double seconds = (time - begin) * 1e-9;
    timeLeft.add(seconds, share);
    OptionalInt columns = window.columns();
    double since = (time - shown) * 1e-9;
    boolean last = now >= all;
    // Elsewhere short work is done without a word.
    double quiet = columns.isPresent() ? SECONDS_BETWEEN : SECONDS_BETWEEN_LINES;
    if (last ? columns.isEmpty() && seconds < quiet : since < quiet) {
      return;
    }
    shown = time;
    String count = now + (all == UNKNOWN ? "" : "/" + all) + " " + unit;
    String when = last ? "in " + time(seconds) : timeLeft.text();
    print(line(share, count, when, details.get(), columns), columns.isPresent(), last);
  }

  private static String line(
      double share, String count, String when, List<String> details, OptionalInt columns) {
    // The last column stays free: there a line would wrap.
    int room = columns.orElse(LINE + 1) - 1;
    boolean bar = columns.isPresent() && room >= WITH_BAR;
    room -= bar ? BAR + 3 : 0;
    StringBuilder line = new StringBuilder(cut(count, room));
    if (!when.isEmpty() && line.length() + GAP.length() + when.length() <= room) {
      line.append(GAP).append(when);
    }
    for (String detail : details) {
      if (line.length() + GAP.length() + detail.length() > room) {
        break;
      }
      line.append(GAP).append(detail);
    }
    if (bar) {
      int filled = (int) (BAR * Math.clamp(share, 0, 1));
      line.insert(0, "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] ");
    }
    return line.toString();
  }

  private static String cut(String text, int room) {
    return text.substring(0, Math.clamp(room, 0, text.length()));
  }

  private void print(String line, boolean rewritten, boolean last) {
    if (rewritten) {
      out.print("\r" + line + ERASE_REST);
      open = true;
    } else {
      out.println(line);
    }
    out.flush();
    if (last) {
      end();
    }
  }

  /** On a terminal: says what goes on until the first piece is done, in the line's place. */
  public synchronized void note(String what) {
    OptionalInt columns = window.columns();
    if (columns.isPresent()) {
      print(cut(what, columns.getAsInt() - 1), true, false);
    }
  }

  /** Takes the line away, so that a result can stand in its place. */
  public synchronized void erase() {
    if (open) {
      out.print("\r" + ERASE_REST);
      out.flush();
      open = false;
    }
  }

  @Override
  public void close() {
    end();
  }

  /** Ends the line, so that what is printed next begins a new one; may be called at any time. */
  public synchronized void end() {
    if (open) {
      out.println();
      out.flush();
      open = false;
    }
  }

  /** Minutes and seconds, or hours too. */
  public static String time(double seconds) {
    long s = Math.round(seconds);
    return s < 3600
        ? String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
  }
}
