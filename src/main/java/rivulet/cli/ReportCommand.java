package rivulet.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.SeedOption;
import rivulet.cli.option.ThreadsOption;
import rivulet.cli.option.Usage;
import rivulet.cli.output.ReportRequest;
import rivulet.cli.output.RunReport;

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
  private long limit = ReportRequest.LIMIT;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "Samples to draw of each run (default: ${DEFAULT-VALUE})")
  private int samples = ReportRequest.SAMPLES;

  @Mixin private ThreadsOption threads;
  @Mixin private SeedOption seed;
  @Mixin private JsonOption json;

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    Usage.checked(command, this::requireSensible);
    Path page = out.orElse(runs.getFirst().resolve(ReportRequest.PAGE));
    ReportRequest asked = new ReportRequest(data, limit, samples, seed.value(), threads.workers());
    List<RunReport> reports = asked.write(runs, page, command.commandLine().getErr());
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
}
