package rivulet.cli.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import rivulet.TrainingListener;

/**
 * Progress of training: what is descended, smoothed, in all and by level. Under likelihood that is
 * bits/dim, under matching the squared error of the velocity, both per dimension. Counts skipped
 * updates and evaluations.
 */
public final class TrainingProgress implements AutoCloseable {
  private static final double SMOOTHING = 0.95;

  /** Of the time that an update takes, which falls fast while the program warms up. */
  private static final double PACE_SMOOTHING = 0.8;

  private final ProgressLine line;
  private final int batch;
  private final ProcessorTime time;
  private final SortedMap<Integer, Double> smoothed = new TreeMap<>();
  private final SortedMap<Integer, Long> dimensions = new TreeMap<>();
  private boolean likelihood;
  private long skipped;
  private String validation = "";
  private double evaluations;
  private long before;
  private double seconds;

  public TrainingProgress(PrintWriter err, int batch) {
    this(err, batch, new ProcessorTime(Long.MAX_VALUE));
  }

  /**
   * For a run that may end by time.
   *
   * @param time that it has
   */
  public TrainingProgress(PrintWriter err, int batch, ProcessorTime time) {
    this.line = new ProgressLine(err, "updates");
    this.batch = batch;
    this.time = time;
  }

  /**
   * After an update.
   *
   * @param steps updates in all, where they are known
   */
  public void updated(long step, long steps, List<TrainingListener.Level> metrics) {
    if (metrics.getFirst().likelihood() != likelihood) {
      likelihood = metrics.getFirst().likelihood();
      smoothed.clear();
    }
    for (TrainingListener.Level level : metrics) {
      smoothed.merge(level.level(), level.progress(), TrainingProgress::mix);
      dimensions.put(level.level(), level.dimensions());
      skipped += level.applied() ? 0 : 1;
      evaluations += level.evaluations() * batch;
    }
    long now = System.nanoTime();
    if (before != 0) { // what came before the first update was no update
      double update = (now - before) * 1e-9;
      seconds = seconds == 0 ? update : PACE_SMOOTHING * seconds + (1 - PACE_SMOOTHING) * update;
    }
    before = now;
    double share =
        Math.max(
            (double) step / Math.max(1, steps), time.limited() ? time.used() / time.limit() : 0);
    line.update(step, steps, Math.min(1, share), this::details);
  }

  private static double mix(double mean, double value) {
    return Double.isFinite(mean) ? SMOOTHING * mean + (1 - SMOOTHING) * value : value;
  }

  private List<String> details() {
    List<String> details = new ArrayList<>();
    details.add((likelihood ? "bits/dim " : "loss ") + number(whole()));
    if (!validation.isEmpty()) {
      details.add(validation);
    }
    if (skipped > 0) {
      details.add(skipped + " skipped");
    }
    if (seconds > 0) {
      details.add(String.format(Locale.ROOT, "%.0f images/s", batch / seconds));
    }
    if (smoothed.size() > 1) {
      StringBuilder levels = new StringBuilder("by level");
      smoothed.values().forEach(value -> levels.append(' ').append(number(value)));
      details.add(levels.toString());
    }
    return details;
  }

  /** Per dimension of all levels that are trained. */
  private double whole() {
    double sum = 0;
    long all = 0;
    for (var entry : smoothed.entrySet()) {
      long own = dimensions.get(entry.getKey());
      sum += own * entry.getValue();
      all += own;
    }
    return sum / all;
  }

  /** After a measurement on images held back. */
  public void judged(double bitsPerDim, boolean better) {
    validation = "validation " + number(bitsPerDim) + (better ? ", the best" : "");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /** Evaluations of a vector field for one image so far, over images and levels. */
  public double evaluations() {
    return evaluations;
  }

  /** Says what is done before the first update. */
  public void prepare() {
    line.note("measuring pre-transforms and noise from the images ...");
  }

  /** Ends the line; what is printed next begins a new one. */
  public void end() {
    line.end();
  }

  @Override
  public void close() {
    end();
  }
}
