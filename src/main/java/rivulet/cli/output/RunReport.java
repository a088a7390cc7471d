package rivulet.cli.output;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import rivulet.cli.option.JsonOption;
import rivulet.data.ImageSet;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.ProbeKind;
import rivulet.measure.Decoding;
import rivulet.measure.Evaluation;
import rivulet.measure.EvaluationOptions;
import rivulet.ode.SolverOptions;
import rivulet.store.ModelFile;
import rivulet.store.StoreException;
import rivulet.store.StoredModel;
import rivulet.tensor.kernel.Tuning;
import rivulet.train.RunDirectory;
import rivulet.train.Validation;
import rivulet.train.log.RunMetrics;
import rivulet.train.log.RunSettings;

/** One run: what it was asked for, how far it is, and what its model does now. */
public final class RunReport {
  private static final double TOLERANCE = 1e-5;

  private final RunDirectory directory;
  private final Optional<RunSettings> settings;
  private final RunMetrics metrics;
  private final Optional<StoredModel> model;
  private Optional<Evaluation> evaluation = Optional.empty();
  private double[][] samples = {};

  private RunReport(
      RunDirectory directory,
      Optional<RunSettings> settings,
      RunMetrics metrics,
      Optional<StoredModel> model) {
    this.directory = directory;
    this.settings = settings;
    this.metrics = metrics;
    this.model = model;
  }

  /**
   * Reads what a run has written so far.
   *
   * @throws StoreException if the folder is no run
   */
  public static RunReport read(Path folder) {
    RunDirectory directory = RunDirectory.open(folder);
    Optional<StoredModel> model =
        Files.exists(directory.model())
            ? Optional.of(ModelFile.read(directory.model()))
            : Optional.empty();
    return new RunReport(directory, RunSettings.read(folder), RunMetrics.read(directory), model);
  }

  /** Whether that is the folder of a run. */
  public static boolean isRun(Path folder) {
    return new RunDirectory(folder).holdsRun();
  }

  public String name() {
    return directory.name();
  }

  public RunMetrics metrics() {
    return metrics;
  }

  public Optional<RunSettings> settings() {
    return settings;
  }

  public Optional<StoredModel> model() {
    return model;
  }

  /** What its model came to on the images held back from training, if any were. */
  public Optional<Validation> validation() {
    List<Validation> all = Validation.read(directory);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  public Optional<Evaluation> evaluation() {
    return evaluation;
  }

  public double[][] samples() {
    return samples;
  }

  /** The images that the run was asked to train on. */
  public Optional<Path> data() {
    return settings.flatMap(asked -> asked.setting("data")).map(Path::of);
  }

  /** Updates that were asked for, where it is known. */
  public Optional<Long> asked() {
    return settings.flatMap(asked -> asked.setting("steps")).map(Long::valueOf);
  }

  /** Whether all updates that were asked for are done. */
  public boolean finished() {
    return asked().map(steps -> metrics.updates() >= steps).orElse(false);
  }

  /** How far it is, in words. */
  public String progress() {
    long done = metrics.updates();
    String of = asked().map(steps -> done + " of " + steps + " updates").orElse(done + " updates");
    return of
        + (finished() ? ", finished" : ", unfinished")
        + (metrics.skipped() == 0 ? "" : ", " + metrics.skipped() + " skipped");
  }

  /** Measures the model on these images and draws samples, if it is whole. */
  public void measure(
      Optional<ImageSet> images, int count, long seed, int threads, PrintWriter err) {
    if (model.isEmpty() || model.get().levels().size() < model.get().spec().levels()) {
      return;
    }
    StoredModel stored = model.get();
    SolverOptions solver = SolverOptions.adaptive("dopri5", TOLERANCE);
    Divergence divergence = Divergence.preferred(stored.spec());
    try (MultiResolutionFlow flow =
            new MultiResolutionFlow(stored.complete(), divergence, false, Tuning.DEFAULT);
        Progress measured = new Progress(err, "images of " + name());
        Progress drawn = new Progress(err, "samples of " + name())) {
      EvaluationOptions options = EvaluationOptions.of(seed, solver, ProbeKind.RADEMACHER, stored);
      evaluation =
          images.map(set ->
              Evaluation.of(
                  flow,
                  set,
                  options,
                  new Evaluation.Workers(threads, Evaluation.GROUP),
                  (done, all) -> measured.updateShare(done, all, set.count())));
      measured.end();
      if (count > 0) {
        double[] temperatures = new double[stored.spec().levels()];
        Arrays.fill(temperatures, 1);
        Evaluation.Workers workers = new Evaluation.Workers(threads, Decoding.GROUP);
        samples =
            new Decoding(flow, solver, workers, seed, temperatures).sample(count, drawn::update);
      }
    }
  }

  /** What it is and what was measured, for programs. */
  public JsonObject json() {
    JsonObject result = new JsonObject();
    result.addProperty("run", directory.root().toString());
    settings.ifPresent(asked -> {
      result.addProperty("program_version", asked.version());
      result.addProperty("objective", asked.options().get("--objective"));
      result.addProperty("processor_seconds", asked.seconds());
    });
    result.addProperty("updates", metrics.updates());
    asked().ifPresent(steps -> result.addProperty("steps", steps));
    result.addProperty("finished", finished());
    result.addProperty("skipped_updates", metrics.skipped());
    validation().ifPresent(found -> result.add("validation", ValidationText.json(found)));
    evaluation.ifPresent(e -> {
      result.addProperty("images", e.images());
      result.addProperty("bits_per_dim", e.bitsPerDim());
      result.add("standard_error", JsonOption.number(e.standardError()));
      result.addProperty("no_flow_bits_per_dim", e.noFlowBitsPerDim());
    });
    return result;
  }
}
