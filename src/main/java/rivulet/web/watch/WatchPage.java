package rivulet.web.watch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import rivulet.Sampling;
import rivulet.web.Asset;
import rivulet.web.Call;
import rivulet.web.Page;
import rivulet.web.Range;

/** Runs beside each other, also while they train. */
public final class WatchPage implements Page {
  /** Runs that can be told apart. */
  private static final int MOST_RUNS = 6;

  private static final int MOST_SAMPLES = 64;

  private final List<WatchedRun> runs = new ArrayList<>();
  private final List<SampleHistory> histories = new ArrayList<>();
  private final int samples;
  private final Sampling how;

  /**
   * Opens the runs.
   *
   * @param folders one to six of them
   * @param samples images that are drawn of each model
   * @param how they are drawn
   * @throws IllegalArgumentException if there are too many of something
   * @throws rivulet.store.StoreException if a folder is no run's
   */
  public WatchPage(List<Path> folders, int samples, Sampling how) {
    if (folders.isEmpty() || folders.size() > MOST_RUNS) {
      throw new IllegalArgumentException(
          "watch: 1 to " + MOST_RUNS + " runs can be told apart, found " + folders.size());
    }
    Range.require("watch", "samples", samples, 1, MOST_SAMPLES);
    for (int run = 0; run < folders.size(); run++) {
      runs.add(new WatchedRun(run, folders.get(run)));
      histories.add(new SampleHistory());
    }
    this.samples = samples;
    this.how = how;
  }

  @Override
  public List<Asset> assets() {
    return List.of(
        Asset.beside(WatchPage.class, "watch.html").asIndex(),
        Asset.beside(WatchPage.class, "watch.js"),
        Asset.beside(WatchPage.class, "samples.js"));
  }

  @Override
  public List<Call<?>> calls() {
    return List.of(
        new RunsCall(runs),
        new CurvesFeed(runs),
        new SamplesTask(runs, histories, samples, how),
        new HistoryCall(histories));
  }

  /**
   * One of as many as there are runs.
   *
   * @throws IllegalArgumentException if there is none of that number
   */
  static <T> T chosen(String call, int run, List<T> all) {
    if (run < 0 || run >= all.size()) {
      throw new IllegalArgumentException(
          call + ": run " + run + " asked, there are 0 to " + (all.size() - 1));
    }
    return all.get(run);
  }
}
