package rivulet.cli;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import rivulet.Measuring;
import rivulet.PointData;
import rivulet.PointFlow;
import rivulet.PointScores;
import rivulet.PointTraining;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.PageOption;
import rivulet.cli.option.PlayOption;
import rivulet.cli.option.PlaySource;
import rivulet.cli.option.SeedOption;
import rivulet.cli.option.SolverOption;
import rivulet.cli.option.ThreadsOption;
import rivulet.cli.option.Usage;
import rivulet.cli.output.OutputFiles;
import rivulet.cli.output.PlayFiles;
import rivulet.cli.output.PlayProgress;
import rivulet.cli.output.PlayScore;
import rivulet.ode.SolverOptions;
import rivulet.store.AtomicFile;
import rivulet.web.play.PlayPage;

/** Densities of points: train, measure exactly, compare with the known entropy. */
@Command(
    name = "play",
    description = {
      "Train a flow of points on the line, in the plane or of a table's rows and measure -ln p of",
      "held-out points in nats, with exact divergence, beside the known entropy.",
      "With --model: ln p of a table's rows under a model that play has trained.",
      "With --page: trained on a local page, live."
    })
final class PlayCommand implements Callable<Integer> {
  /** Of flow lines on the line, as the page asks for them. */
  private static final int BANDS = 10;

  private static final int TIMES = 17;

  @Mixin private PlaySource source;
  @Mixin private PlayOption training;
  @Mixin private SolverOption solver = new SolverOption("dopri5", 1e-5);
  @Mixin private ThreadsOption threads;
  @Mixin private SeedOption seed;
  @Mixin private JsonOption json;

  @Option(
      names = "--points",
      paramLabel = "N",
      description = {
        "Held-out points to measure; of a table at most a fifth of its rows (default:",
        "${DEFAULT-VALUE})."
      })
  private int points = 10_000;

  @Option(
      names = "--model",
      paramLabel = "FILE|DIR",
      description = {
        "Train nothing: give ln p of every row of --data under the model that --out has kept.",
        "Columns are matched by name if both have names."
      })
  private Optional<Path> trained = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR|FILE",
      description = {
        "Write model.safetensors, samples.csv, of a table the held-out rows (held-out.csv), and",
        "of one column or two a figure (density.png, density.svg) into this folder. With",
        "--model: the CSV file for ln p of every row."
      })
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--page",
      description = {
        "Show it on a page of this machine instead, where the flow trains while one watches;",
        "prints the page's address first. Settings are those to begin with."
      })
  private boolean shown;

  @Mixin private PageOption page;

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    long begin = System.nanoTime();
    Usage.checked(command, this::requirePoints);
    SolverOptions options = solver.options();
    if (shown) {
      return page();
    }
    if (given("--port")) {
      throw new ParameterException(
          command.commandLine(), "play: --port belongs to --page, which is not given");
    }
    if (trained.isPresent()) {
      json.print(score(trained.get(), options));
      return 0;
    }
    Usage.checked(command, this::requireNoTable);
    out.ifPresent(folder -> OutputFiles.require(folder, PlayFiles.NAMES));
    out.ifPresent(PlayFiles::requireNoModel);
    PointData data = Usage.checked(command, source::data);
    PointTraining described = Usage.checked(command, () -> training.training(data, seed, threads));
    Measuring how = measuring(options);
    json.print(source.sampleCounts().isEmpty() ? play(data, described, how, begin) : table(data));
    return 0;
  }

  private int page() {
    Stream.of("--model", "--out", "--points", "--sample-counts", "--json")
        .filter(this::given)
        .findFirst()
        .ifPresent(name -> {
          throw new ParameterException(
              command.commandLine(),
              "play: --page is for looking, but " + name + " is given; leave one of them out");
        });
    PointData data = Usage.checked(command, source::data);
    return page.serve(
        Usage.checked(
            command,
            () -> {
              training.training(data, seed, threads);
              return new PlayPage(
                  data,
                  training.settings(seed),
                  solver.method(),
                  solver.tolerance(),
                  threads.workers());
            }));
  }

  private boolean given(String name) {
    return command.commandLine().getParseResult().hasMatchedOption(name);
  }

  private Measuring measuring(SolverOptions options) {
    return Measuring.usual()
        .withSeed(seed.value())
        .withSolver(options)
        .withThreads(threads.workers());
  }

  private JsonObject score(Path model, SolverOptions options) {
    Path data = Usage.checked(command, source::table);
    requireNoTraining();
    out.ifPresent(AtomicFile::requireWritable);
    return new PlayScore(model, data, out).run(measuring(options), json.people());
  }

  /** A model that is there already cannot be told how to become one. */
  private void requireNoTraining() {
    Stream<String> mixins =
        Stream.of("source", "training", "seed")
            .flatMap(mixin -> command.mixins().get(mixin).options().stream())
            .map(OptionSpec::longestName);
    Stream.concat(mixins, Stream.of("--points"))
        .filter(name -> !name.equals("--data"))
        .filter(this::given)
        .findFirst()
        .ifPresent(name -> {
          throw new ParameterException(
              command.commandLine(),
              "play: --model trains and draws nothing, but "
                  + name
                  + " is given; leave one of them out");
        });
  }

  private JsonObject table(PointData mixture) {
    PlayMixture table =
        new PlayMixture(mixture, some -> training.training(some, seed, threads), seed.value());
    return table.of(
        Usage.checked(command, () -> table.limited(source.sampleCounts())), json.people());
  }

  /** A table of many trainings has no one model to keep. */
  private boolean requireNoTable() {
    if (out.isPresent() && !source.sampleCounts().isEmpty()) {
      throw new IllegalArgumentException(
          "play: --sample-counts prints a table and writes no files, but --out is given; leave one"
              + " of them out");
    }
    return true;
  }

  private int requirePoints() {
    if (points < 2) {
      throw new IllegalArgumentException("play: --points must be at least 2, found " + points);
    }
    return points;
  }

  private JsonObject play(PointData data, PointTraining described, Measuring how, long begin) {
    warnOfDiscrete(data);
    PointFlow flow = train(described);
    PointScores measured = flow.measure(data, points, how);
    double seconds = (System.nanoTime() - begin) * 1e-9;
    out.ifPresent(folder -> new PlayFiles(folder, data, how).write(flow.with(measured)));
    Optional<PointFlow.Lines> lines =
        data.dimensions() == 1 ? Optional.of(flow.lines(BANDS, TIMES, how)) : Optional.empty();
    JsonObject result = result(data, flow, measured);
    lines.ifPresent(found -> result.add("masses", masses(found)));
    flow.velocityError(data, seed.value())
        .ifPresent(error -> result.addProperty("velocity_error", error));
    result.addProperty("seconds", seconds);
    print(data, measured, seconds);
    lines.ifPresent(found ->
        json.people()
            .printf(
                Locale.ROOT,
                "mass of each tenth on its way from noise to data: %.6f to %.6f%n",
                found.least(),
                found.most()));
    json.people().flush();
    return result;
  }

  /** What lies between neighbouring flow lines at any time. */
  private static JsonObject masses(PointFlow.Lines lines) {
    JsonObject masses = new JsonObject();
    masses.addProperty("bands", BANDS);
    masses.addProperty("times", TIMES);
    masses.addProperty("least", lines.least());
    masses.addProperty("most", lines.most());
    return masses;
  }

  private PointFlow train(PointTraining described) {
    PrintWriter err = command.commandLine().getErr();
    try (PlayProgress progress = new PlayProgress(err, described.updates())) {
      return described.run(progress);
    }
  }

  private void warnOfDiscrete(PointData data) {
    List<String> discrete = data.discrete();
    if (!discrete.isEmpty()) {
      PrintWriter err = command.commandLine().getErr();
      err.println(
          "play: few different values in "
              + String.join(", ", discrete)
              + ": on discrete values a density grows without bound, so nats depend on the steps");
      err.flush();
    }
  }

  private static JsonObject result(PointData data, PointFlow flow, PointScores measured) {
    SortedMap<String, String> provenance = flow.description().provenance();
    JsonObject result = new JsonObject();
    result.addProperty("density", data.label());
    result.addProperty("dimensions", data.dimensions());
    result.addProperty("objective", provenance.get("objective"));
    result.addProperty("steps", Long.valueOf(provenance.get("steps")));
    result.addProperty("nll", measured.nll());
    result.addProperty("standard_error", measured.standardError());
    if (data.entropy().isPresent()) {
      result.addProperty("entropy", data.entropy().getAsDouble());
    } else {
      result.add("entropy", JsonNull.INSTANCE);
    }
    result.addProperty("points", measured.points());
    result.addProperty("divergence", "exact");
    result.addProperty("evaluations", measured.evaluations());
    return result;
  }

  private void print(PointData data, PointScores measured, double seconds) {
    PrintWriter people = json.people();
    people.printf(
        Locale.ROOT,
        "%s: %.4f +- %.4f nats per point over %d held-out points%n",
        data.label(),
        measured.nll(),
        measured.standardError(),
        measured.points());
    data.entropy()
        .ifPresent(entropy ->
            people.printf(
                Locale.ROOT,
                "entropy %.4f nats, so %.4f above the least possible%n",
                entropy,
                measured.nll() - entropy));
    people.printf(
        Locale.ROOT,
        "exact divergence, %.1f evaluations per point, %.1f s in all%n",
        measured.evaluations(),
        seconds);
    people.flush();
  }
}
