package rivulet.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import rivulet.flow.ModelSpec;
import rivulet.train.LevelMetrics;

/**
 * Progress of training on standard error: on a terminal one line that is rewritten, elsewhere a
 * line now and then. Shows what is descended at each level, smoothed: bits/dim over its own
 * dimensions, or the loss of matching.
 */
final class ProgressBar implements AutoCloseable {
  private static final int WIDTH = 20;
  private static final double SMOOTHING = 0.9;
  private static final double SECONDS_BETWEEN = 0.2;
  private static final double SECONDS_BETWEEN_LINES = 10;

  private final PrintWriter out;
  private final boolean terminal;
  private final int batch;
  private final double[] progress;
  private final DoubleSupplier timeUsed;
  private boolean likelihood;
  private boolean lineOpen;
  private final long begin = System.nanoTime();
  private long firstStep = -1;
  private long shown = begin;

  ProgressBar(PrintWriter out, ModelSpec spec, int batch) {
    this(out, spec, batch, () -> 0);
  }

  /**
   * For a run that may end by time.
   *
   * @param timeUsed how much of its time is used, from 0 to 1
   */
  ProgressBar(PrintWriter out, ModelSpec spec, int batch, DoubleSupplier timeUsed) {
    this.timeUsed = timeUsed;
    this.out = out;
    this.terminal = onTerminal();
    this.batch = batch;
    this.progress = new double[spec.levels()];
  }

  @SuppressWarnings("SystemConsoleNull") // JDK 25 returns null again where input is no terminal
  private static boolean onTerminal() {
    return System.console() != null && System.console().isTerminal();
  }

  /** Called after every update. */
  void update(long step, long steps, List<LevelMetrics> metrics) {
    double evaluations = 0;
    if (metrics.getFirst().likelihood() != likelihood) {
      likelihood = metrics.getFirst().likelihood();
      Arrays.fill(progress, 0);
    }
    for (LevelMetrics m : metrics) {
      double before = progress[place(m)];
      progress[place(m)] =
          before == 0 ? m.progress() : SMOOTHING * before + (1 - SMOOTHING) * m.progress();
      evaluations += m.evaluations();
    }
    if (firstStep < 0) {
      firstStep = step - 1;
    }
    long now = System.nanoTime();
    double since = (now - shown) * 1e-9;
    boolean last = step == steps;
    if (!last && since < (terminal ? SECONDS_BETWEEN : SECONDS_BETWEEN_LINES)) {
      return;
    }
    shown = now;
    show(step, steps, metrics, evaluations, (now - begin) * 1e-9, last);
  }

  private static int place(LevelMetrics m) {
    return Math.max(0, m.level());
  }

  private void show(
      long step,
      long steps,
      List<LevelMetrics> metrics,
      double evaluations,
      double seconds,
      boolean last) {
    long done = step - firstStep;
    double perStep = seconds / done;
    StringBuilder line = new StringBuilder(terminal ? "\r" : "");
    double stepsUsed = step / (double) Math.max(1, steps);
    double used = Math.min(1, timeUsed.getAsDouble());
    boolean byTime = used > stepsUsed;
    int filled = (int) (WIDTH * Math.max(used, stepsUsed));
    line.append('[').append("#".repeat(filled)).append(".".repeat(WIDTH - filled)).append("] ");
    line.append(byTime ? step + " updates" : step + "/" + steps);
    line.append(likelihood ? "  bits/dim" : "  loss");
    for (LevelMetrics m : metrics) {
      String name = m.level() == LevelMetrics.WHOLE_IMAGE ? "bound" : m.level() + ":";
      line.append(String.format(Locale.ROOT, " %s %.3f", name, progress[place(m)]));
    }
    line.append(
        String.format(
            Locale.ROOT,
            "  %.0f images/s  %.1f evaluations  %s left",
            batch / perStep,
            evaluations / metrics.size(),
            time(byTime ? seconds * (1 - used) / used : perStep * (steps - step))));
    if (terminal && !last) {
      out.print(line);
    } else {
      out.println(line);
    }
    lineOpen = terminal && !last;
    out.flush();
  }

  /** Ends a line that is open, so that what follows stands on its own. */
  @Override
  public void close() {
    if (lineOpen) {
      out.println();
      out.flush();
    }
  }

  private static String time(double seconds) {
    long s = Math.round(seconds);
    return s < 3600
        ? String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
  }
}
