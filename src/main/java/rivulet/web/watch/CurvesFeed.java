package rivulet.web.watch;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rivulet.web.Events;
import rivulet.web.Feed;

/**
 * How far the runs are and their curves: first all there is, then what comes. After what is new of
 * all runs comes an event {@code round}, so that a page draws once.
 */
final class CurvesFeed implements Feed<CurvesFeed.Request> {
  private static final long PAUSE_MILLISECONDS = 1000;

  private final List<WatchedRun> runs;

  CurvesFeed(List<WatchedRun> runs) {
    this.runs = runs;
  }

  /** Nothing to say. */
  record Request() {}

  /**
   * Points of the curves of a run's level: the event {@code curves}.
   *
   * @param run its place among those watched, from 0
   * @param level 0 the coarsest, −1 for trained noise; none for what belongs to the whole run
   * @param restart whether all points sent before are void
   * @param stride updates of which each point is the mean
   * @param updates the update of each point, from 1
   * @param columns values by the names of the metrics, null where there is no number
   */
  record Curves(
      int run,
      Optional<Integer> level,
      boolean restart,
      int stride,
      double[] updates,
      Map<String, double[]> columns) {}

  /** The event {@code round}. */
  record Round() {}

  @Override
  public String path() {
    return "api/watch/curves";
  }

  @Override
  public Class<Request> request() {
    return Request.class;
  }

  @Override
  public void run(Request request, Events events) {
    WatchedRun.Reading[] readings = new WatchedRun.Reading[runs.size()];
    RunState[] told = new RunState[runs.size()];
    Arrays.fill(readings, WatchedRun.Reading.start());
    while (true) {
      boolean news = false;
      for (int run = 0; run < runs.size(); run++) {
        runs.get(run).refresh();
        WatchedRun.News found = runs.get(run).since(readings[run]);
        readings[run] = found.reading();
        RunState state = runs.get(run).state();
        if (!found.points().isEmpty() || !state.equals(told[run])) {
          news = true;
          told[run] = state;
          send(run, found, events);
          events.send("state", state);
        }
      }
      if (news) {
        events.send("round", new Round());
      }
      events.pause(PAUSE_MILLISECONDS);
    }
  }

  private static void send(int run, WatchedRun.News news, Events events) {
    news.points()
        .forEach((level, points) ->
            events.send(
                "curves",
                new Curves(
                    run,
                    level == WatchedRun.WHOLE_RUN ? Optional.empty() : Optional.of(level),
                    points.restart(),
                    points.stride(),
                    points.updates(),
                    points.columns())));
  }
}
