package rivulet.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import rivulet.Images;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.SeedOption;
import rivulet.cli.option.ThreadsOption;
import rivulet.cli.option.Usage;
import rivulet.cli.output.RunReport;
import rivulet.cli.output.RunsPage;
import rivulet.store.AtomicFile;
import rivulet.store.StoreException;

/** A page about one run, or several beside each other, finished or not. */
@Command(
    name = "report",
    description = {
      "Write a page about training runs, finished or not: curves, bits/dim, samples, settings.",
      "Several runs are measured on the same images, and their differences told with errors."
    })
final class ReportCommand implements Callable<Integer> {
  @Parameters(arity = "1..6", paramLabel = "RUN", description = "Folders of runs.")
  private List<Path> runs;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The page (default: report.html in the first run)")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "FILE|DIR",
      description = "Images to measure (default: those of the run, its test part)")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Images to measure; 0: none (default: ${DEFAULT-VALUE})")
  private long limit = 100;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "Samples to draw of each run (default: ${DEFAULT-VALUE})")
  private int samples = 36;

  @Mixin private ThreadsOption threads;
  @Mixin private SeedOption seed;
  @Mixin private JsonOption json;

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    Usage.checked(command, this::requireSensible);
    Path page = out.orElse(runs.getFirst().resolve("report.html"));
    List<RunReport> reports = new ArrayList<>();
    for (Path run : runs) {
      reports.add(RunReport.read(run));
    }
    AtomicFile.requireWritable(page);
    Optional<Images> images = limit == 0 ? Optional.empty() : images(reports.getFirst());
    PrintWriter err = command.commandLine().getErr();
    for (RunReport report : reports) {
      report.measure(images, samples, seed.value(), threads.workers(), err);
    }
    new RunsPage(reports, images).write(page);
    json.people().println("report   " + page);
    JsonObject result = new JsonObject();
    result.addProperty("report", page.toString());
    JsonArray described = new JsonArray();
    reports.forEach(report -> described.add(report.json()));
    result.add("runs", described);
    json.print(result);
    return 0;
  }

  private boolean requireSensible() {
    if (limit < 0 || samples < 0 || samples > 1024) {
      throw new IllegalArgumentException(
          "report: --limit must be at least 0 and --samples 0 to 1024, found "
              + limit
              + " and "
              + samples);
    }
    return true;
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
