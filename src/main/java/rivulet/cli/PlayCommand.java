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
import rivulet.cli.option.JsonOption;
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
import rivulet.points.GaussianMixture;
import rivulet.points.PointConfig;
import rivulet.points.PointEvaluation;
import rivulet.points.PointModel;
import rivulet.points.PointProblem;
import rivulet.points.PointSet;
import rivulet.points.PointShape;
import rivulet.points.PointSource;
import rivulet.points.Repeated;
import rivulet.points.StoredPoints;
import rivulet.points.VelocityError;
import rivulet.points.table.Table;
import rivulet.store.AtomicFile;

/** Densities of points: train, measure exactly, compare with the known entropy. */
@Command(
    name = "play",
    description = {
      "Train a flow of points in the plane or of a table's rows and measure -ln p of held-out",
      "points in nats, with exact divergence, beside the known entropy.",
      "With --model: ln p of a table's rows under a model that play has trained."
    })
final class PlayCommand implements Callable<Integer> {
  private static final int VELOCITY_POINTS = 1024;

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
        "in the plane density.png into this folder. With --model: the CSV file for ln p of every",
        "row."
      })
  private Optional<Path> out = Optional.empty();

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    long begin = System.nanoTime();
    Usage.checked(command, this::requirePoints);
    SolverOptions options = solver.options();
    if (trained.isPresent()) {
      json.print(score(trained.get(), options));
      return 0;
    }
    Usage.checked(command, this::requireNoTable);
    out.ifPresent(folder -> OutputFiles.require(folder, PlayFiles.NAMES));
    out.ifPresent(PlayFiles::requireNoModel);
    PointSource data = Usage.checked(command, source::source);
    PointConfig config = Usage.checked(command, () -> training.config(seed, data));
    PointShape shape = Usage.checked(command, () -> training.shape(data));
    JsonObject result =
        source.sampleCounts().isEmpty()
            ? play(data, shape, config, options, begin)
            : table(data, shape, config);
    json.print(result);
    return 0;
  }

  private JsonObject score(Path model, SolverOptions options) {
    Path data = Usage.checked(command, source::table);
    requireNoTraining();
    out.ifPresent(AtomicFile::requireWritable);
    return new PlayScore(model, data, out).run(options, threads.workers(), json.people());
  }

  /** A model that is there already cannot be told how to become one. */
  private void requireNoTraining() {
    Stream<String> mixins =
        Stream.of("source", "training", "seed")
            .flatMap(mixin -> command.mixins().get(mixin).options().stream())
            .map(OptionSpec::longestName);
    Stream.concat(mixins, Stream.of("--points"))
        .filter(name -> !name.equals("--data"))
        .filter(name -> command.commandLine().getParseResult().hasMatchedOption(name))
        .findFirst()
        .ifPresent(name -> {
          throw new ParameterException(
              command.commandLine(),
              "play: --model trains and draws nothing, but "
                  + name
                  + " is given; leave one of them out");
        });
  }

  private JsonObject table(PointSource data, PointShape shape, PointConfig config) {
    List<Repeated> limited = Usage.checked(command, source::limited);
    return new PlayMixture(source.mixture(), shape, config, training.steps(data), threads.workers())
        .table(limited, json.people());
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

  private JsonObject play(
      PointSource data, PointShape shape, PointConfig config, SolverOptions options, long begin) {
    int workers = threads.workers();
    Optional<PlayFiles> files = out.map(folder -> new PlayFiles(folder, data, seed.value()));
    warnOfDiscrete(data);
    PointModel start =
        data instanceof GaussianMixture
            ? PointModel.plain(shape, data, seed.value())
            : PointModel.fresh(shape, data, seed.value());
    PointModel model = train(data, start, config);
    int count = (int) Math.min(points, data.count(PointSet.HELD_OUT));
    PointEvaluation measured =
        PointEvaluation.of(model, data, seed.value(), count, options, workers);
    double seconds = (System.nanoTime() - begin) * 1e-9;
    files.ifPresent(to -> to.write(stored(model, data, config, measured), options, workers));
    JsonObject result = result(data, config, measured);
    if (data instanceof GaussianMixture mixture) {
      VelocityError error = VelocityError.of(model, mixture, seed.value(), VELOCITY_POINTS);
      result.addProperty("velocity_error", error.relative());
    }
    result.addProperty("seconds", seconds);
    print(data, measured, seconds);
    return result;
  }

  private PointModel train(PointSource data, PointModel start, PointConfig config) {
    int steps = training.steps(data);
    PrintWriter err = command.commandLine().getErr();
    try (PlayProgress progress = new PlayProgress(err, steps)) {
      return PointProblem.train(
          data, start, config, threads.workers(), steps, () -> false, progress::update);
    }
  }

  private void warnOfDiscrete(PointSource data) {
    if (data instanceof Table table && !table.discrete().isEmpty()) {
      PrintWriter err = command.commandLine().getErr();
      err.println(
          "play: few different values in "
              + String.join(", ", table.discrete())
              + ": on discrete values a density grows without bound, so nats depend on the steps");
      err.flush();
    }
  }

  private StoredPoints stored(
      PointModel model, PointSource data, PointConfig config, PointEvaluation measured) {
    SortedMap<String, String> provenance = config.provenance(data, training.steps(data));
    provenance.put("nll", Double.toString(measured.nll()));
    provenance.put("nll_points", Integer.toString(measured.points()));
    return new StoredPoints(model, provenance);
  }

  private JsonObject result(PointSource data, PointConfig config, PointEvaluation measured) {
    JsonObject result = new JsonObject();
    result.addProperty("density", data.label());
    result.addProperty("dimensions", data.dimensions());
    result.addProperty("objective", config.objective().label());
    result.addProperty("steps", training.steps(data));
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

  private void print(PointSource data, PointEvaluation measured, double seconds) {
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
