package rivulet.cli.output;

import java.util.ArrayDeque;

/**
 * How long work still takes, by the pace of the last while: at first a program runs at a fraction
 * of its speed, so what came before says little, and nothing is said before enough was seen.
 */
final class TimeLeft {
  private static final double WINDOW_SECONDS = 6;
  private static final double FIRST_WORD_SECONDS = 8;

  /** So little of the work says nothing about the rest, unless it took long. */
  private static final double LITTLE = 0.03;

  private static final double LONG_SECONDS = 30;

  /** Moments that are kept are at least that far apart. */
  private static final double SPACING_SECONDS = 0.25;

  private record Moment(double seconds, double share) {}

  private final ArrayDeque<Moment> moments = new ArrayDeque<>();
  private Moment last = new Moment(0, 0);
  private double begin = Double.NaN;

  /**
   * A moment, later than those before.
   *
   * @param seconds since the work began
   * @param share of the work that is done
   */
  public void add(double seconds, double share) {
    last = new Moment(seconds, share);
    begin = Double.isNaN(begin) ? seconds : begin;
    if (moments.isEmpty() || seconds - moments.getLast().seconds() >= SPACING_SECONDS) {
      moments.add(last);
    }
    while (moments.size() > 2 && seconds - moments.getFirst().seconds() > WINDOW_SECONDS) {
      moments.removeFirst();
    }
  }

  /** As {@code 1:23 left}; empty while nothing sensible can be said. */
  public String text() {
    Moment first = moments.getFirst();
    double pace = (last.share() - first.share()) / (last.seconds() - first.seconds());
    double seen = last.seconds() - begin;
    boolean early = seen < FIRST_WORD_SECONDS || (last.share() < LITTLE && seen < LONG_SECONDS);
    if (early || !(pace > 0)) {
      return "";
    }
    return ProgressLine.time((1 - last.share()) / pace) + " left";
  }
}
