package rivulet.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import rivulet.check.CaseReport;
import rivulet.check.Comparison;
import rivulet.check.DigestManifest;
import rivulet.check.DigestRunner;
import rivulet.check.GoldenSuite;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.ProgramHome;
import rivulet.cli.option.SeedOption;
import rivulet.cli.option.ThreadsOption;
import rivulet.cli.output.DetestReport;
import rivulet.cli.output.DigestReport;
import rivulet.cli.output.OneLine;
import rivulet.cli.output.ProgressLine;

/** Runs golden cases, or recorded runs, and compares with their numbers. */
@Command(
    name = "verify",
    description = {
      "Compare this machine's results with golden numbers, or bit by bit with those on record.",
      "Exits 1 if one exceeds its bound or a case cannot be run."
    })
public final class VerifyCommand implements Callable<Integer> {
  @Option(
      names = "--golden",
      paramLabel = "DIR",
      description = "Directory of golden cases (default: testdata/golden of this program).")
  private Path golden;

  @Option(
      names = "--detest",
      description = {
        "Instead: solve the 25 problems of DETEST by every adaptive method of order 3 or more in",
        "float64 and print error and evaluations. Exits 1 if a solve does not arrive."
      })
  private boolean detest;

  @Option(
      names = "--digests",
      arity = "0..1",
      fallbackValue = "",
      converter = RecordFolder.class,
      paramLabel = "[DIR]",
      description = {
        "Instead: compute recorded runs again and compare the SHA-256 of their models and outputs",
        "(those of testdata/digests of this program, or of DIR). Exits 1 if one is not identical."
      })
  private Path digests;

  /** Said without a name, the option means the program's own record. */
  private static final class RecordFolder implements ITypeConverter<Path> {
    @Override
    public Path convert(String value) {
      return Path.of(value);
    }
  }

  @Option(
      names = "--record",
      hidden = true, // for those who change bits on purpose: CONTRIBUTING.md
      description = "With --digests: write what the runs come to into the record.")
  private boolean record;

  @Mixin private JsonOption json;

  @Spec private CommandSpec command;

  // The numbers depend on neither. Checked, so that a mistake is told as everywhere else.
  @Mixin private ThreadsOption threads;

  @SuppressWarnings("UnusedVariable") // checked by picocli, no result depends on it
  @Mixin
  private SeedOption seed;

  @Override
  public Integer call() {
    int workers = threads.workers();
    requireOneTask();
    PrintWriter people = json.people();
    if (digests != null) {
      return digests(people, workers);
    }
    if (detest) {
      return detest(people);
    }
    GoldenSuite suite =
        GoldenSuite.open(golden == null ? ProgramHome.folder("testdata/golden") : golden);
    List<CaseReport> reports = run(suite, people);
    long failed = reports.stream().filter(report -> !report.passed()).count();
    people.println(reports.size() + " cases, " + failed + " failed");
    json.print(object(reports, failed));
    return failed == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private List<CaseReport> run(GoldenSuite suite, PrintWriter people) {
    AtomicInteger done = new AtomicInteger();
    try (ProgressLine progress = new ProgressLine(command.commandLine().getErr(), "cases")) {
      return suite.run(report -> {
        progress.erase();
        people.println(line(report));
        people.flush();
        progress.update(done.incrementAndGet(), suite.size());
      });
    }
  }

  private int detest(PrintWriter people) {
    DetestReport report = new DetestReport(people);
    boolean arrived = report.run();
    json.print(report.object());
    return arrived ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private void requireOneTask() {
    int asked = (golden == null ? 0 : 1) + (detest ? 1 : 0) + (digests == null ? 0 : 1);
    if (asked > 1 || (record && digests == null)) {
      throw new ParameterException(
          command.commandLine(),
          asked > 1
              ? "verify: --golden, --detest and --digests are asked for together; give one of them"
              : "verify: --record belongs to --digests, which is not given; add it");
    }
  }

  private int digests(PrintWriter people, int workers) {
    boolean own = digests.toString().isEmpty();
    DigestManifest manifest =
        DigestManifest.open(own ? ProgramHome.folder("testdata/digests") : digests);
    DigestRunner runner = new DigestRunner(ProgramHome.folder(""), new InProcess(workers));
    DigestReport report = new DigestReport(people);
    report.run(manifest, runner, command.commandLine().getErr());
    people.println(report.summary());
    json.print(report.object());
    if (record && report.found().isPresent()) {
      manifest.record(report.found().get());
      people.println("recorded as they are now");
      people.flush();
      return CommandLine.ExitCode.OK;
    }
    return report.allIdentical() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private static String line(CaseReport report) {
    String verdict = report.passed() ? "ok" : "FAILED";
    String head = String.format(Locale.ROOT, "%-27s", report.name());
    String failure = report.failure().isEmpty() ? "" : ": " + report.failure();
    if (report.comparisons().isEmpty()) {
      String why = failure.isEmpty() ? ": compared nothing" : failure;
      return OneLine.of(head + " " + verdict + why);
    }
    Comparison worst = report.worst();
    String numbers =
        String.format(
            Locale.ROOT,
            "%-17s error %7.1e  bound %7.1e  ",
            worst.tensor(),
            worst.error(),
            worst.bound());
    return OneLine.of(head + " " + numbers + verdict + failure);
  }

  private static JsonObject object(List<CaseReport> reports, long failed) {
    JsonArray cases = new JsonArray();
    reports.forEach(report -> cases.add(object(report)));
    JsonObject result = new JsonObject();
    result.addProperty("passed", failed == 0);
    result.addProperty("failed", failed);
    result.add("cases", cases);
    return result;
  }

  private static JsonObject object(CaseReport report) {
    JsonObject entry = new JsonObject();
    entry.addProperty("name", report.name());
    entry.addProperty("kind", report.kind());
    entry.addProperty("passed", report.passed());
    if (report.comparisons().isEmpty()) {
      for (String key : List.of("worst_tensor", "measure", "error", "bound")) {
        entry.add(key, JsonNull.INSTANCE);
      }
    } else {
      Comparison worst = report.worst();
      entry.addProperty("worst_tensor", worst.tensor());
      entry.addProperty("measure", worst.measure().name().toLowerCase(Locale.ROOT));
      entry.add("error", JsonOption.number(worst.error()));
      entry.add("bound", JsonOption.number(worst.bound()));
    }
    entry.addProperty("failure", report.failure());
    return entry;
  }
}
