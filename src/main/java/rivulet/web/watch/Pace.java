package rivulet.web.watch;

import java.util.ArrayDeque;
import java.util.OptionalDouble;

/**
 * How fast a run goes, by the moments at which its file grew: a run writes every few seconds, all
 * updates since at once.
 */
final class Pace {
  private static final double WINDOW_SECONDS = 20;

  /** A run that has written nothing for so long, or for some of its intervals, has stopped. */
  private static final double SILENCE_SECONDS = 30;

  private static final double SILENT_INTERVALS = 4;

  /** Moments closer than that say too little. */
  private static final double SPACING_SECONDS = 0.2;

  private record Moment(double seconds, long updates) {}

  private final ArrayDeque<Moment> moments = new ArrayDeque<>();
  private double interval;

  /** Forgets all: the run began again. */
  void clear() {
    moments.clear();
    interval = 0;
  }

  /**
   * A moment at which the file grew.
   *
   * @param seconds on any clock
   * @param updates that it holds now
   * @return updates per second since the moment before; none if too little is known
   */
  OptionalDouble grew(double seconds, long updates) {
    OptionalDouble pace = OptionalDouble.empty();
    if (updates == 0) {
      return pace; // what comes before the first update is no training
    }
    if (!moments.isEmpty()) {
      interval = seconds - moments.getLast().seconds();
      if (interval < SPACING_SECONDS) {
        return pace;
      }
      pace = OptionalDouble.of((double) (updates - moments.getLast().updates()) / interval);
    }
    moments.add(new Moment(seconds, updates));
    while (moments.size() > 2 && seconds - moments.getFirst().seconds() > WINDOW_SECONDS) {
      moments.removeFirst();
    }
    return pace;
  }

  /** Updates per second over the last while; none if it is unknown or the run has fallen silent. */
  OptionalDouble perSecond(double now) {
    if (moments.size() < 2 || now - moments.getLast().seconds() > silence()) {
      return OptionalDouble.empty();
    }
    Moment first = moments.getFirst();
    Moment last = moments.getLast();
    return OptionalDouble.of(
        (last.updates() - first.updates()) / (last.seconds() - first.seconds()));
  }

  private double silence() {
    return Math.max(SILENCE_SECONDS, SILENT_INTERVALS * interval);
  }

  /** Seconds from the last moment until so many updates are done. */
  OptionalDouble secondsLeft(double now, long updates) {
    OptionalDouble pace = perSecond(now);
    if (pace.isEmpty() || !(pace.getAsDouble() > 0)) {
      return OptionalDouble.empty();
    }
    Moment last = moments.getLast();
    double left = (updates - last.updates()) / pace.getAsDouble() - (now - last.seconds());
    return OptionalDouble.of(Math.max(0, left));
  }
}
