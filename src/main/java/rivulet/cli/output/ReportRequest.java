package rivulet.cli.output;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rivulet.Images;
import rivulet.store.AtomicFile;
import rivulet.store.StoreException;

/**
 * What a page about runs measures.
 *
 * @param data images to measure; empty: those of the first run, their test part
 * @param limit images measured at most, 0 for none
 * @param samples drawn of each run
 * @param seed of noise and samples
 */
public record ReportRequest(Optional<Path> data, long limit, int samples, long seed, int threads) {
  /** Name of the page in the folder of a run. */
  public static final String PAGE = "report.html";

  /** Images measured where nothing else is said. */
  public static final int LIMIT = 100;

  /** Samples drawn where nothing else is said. */
  public static final int SAMPLES = 36;

  /** The page of a run where nothing else is said. */
  public static ReportRequest usual(long seed, int threads) {
    return new ReportRequest(Optional.empty(), LIMIT, SAMPLES, seed, threads);
  }

  /**
   * Measures runs and writes their page.
   *
   * @param err shows progress
   * @return the runs as they are on the page
   * @throws StoreException if a folder is no run, the page cannot be written, or the images that
   *     were named are missing
   */
  public List<RunReport> write(List<Path> runs, Path page, PrintWriter err) {
    List<RunReport> reports = new ArrayList<>();
    for (Path run : runs) {
      reports.add(RunReport.read(run));
    }
    AtomicFile.requireWritable(page);
    Optional<Images> images = limit == 0 ? Optional.empty() : images(reports.getFirst());
    for (RunReport report : reports) {
      report.measure(images, samples, seed, threads, err);
    }
    new RunsPage(reports, images).write(page);
    return reports;
  }

  /** The same for one run, with the page in its folder; returns the page. */
  public Path write(Path run, PrintWriter err) {
    Path page = run.resolve(PAGE);
    write(List.of(run), page, err);
    return page;
  }

  private Optional<Images> images(RunReport first) {
    Optional<Path> path = data.or(first::data).filter(Files::exists);
    if (path.isEmpty()) {
      if (data.isPresent()) {
        throw new StoreException(data.get() + ": no such file; name images to measure by --data");
      }
      return Optional.empty();
    }
    Images all = Images.readTest(path.get());
    return Optional.of(all.first((int) Math.min(limit, all.count())));
  }
}
