package rivulet.cli.output;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import rivulet.Images;
import rivulet.Likelihood;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.Run;
import rivulet.Samples;
import rivulet.Sampling;
import rivulet.Validation;
import rivulet.cli.option.JsonOption;
import rivulet.store.RunSettings;

/** One run: what it was asked for, how far it is, and what its model does now. */
public final class RunReport {
  private final Run run;
  private final Optional<RunSettings> settings;
  private Optional<Likelihood> likelihood = Optional.empty();
  private Optional<Samples> samples = Optional.empty();

  private RunReport(Run run, Optional<RunSettings> settings) {
    this.run = run;
    this.settings = settings;
  }

  /**
   * Reads what a run has written so far.
   *
   * @throws rivulet.store.StoreException if the folder is no run
   */
  public static RunReport read(Path folder) {
    Run run = Run.read(folder);
    return new RunReport(run, RunSettings.read(folder));
  }

  public String name() {
    return run.folder().toAbsolutePath().normalize().getFileName().toString();
  }

  public Run run() {
    return run;
  }

  public Optional<RunSettings> settings() {
    return settings;
  }

  /** What its model came to on the images held back from training, if any were. */
  public Optional<Validation> validation() {
    List<Validation> all = run.validations();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  public Optional<Likelihood> likelihood() {
    return likelihood;
  }

  public Optional<Samples> samples() {
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

  /** Whether all updates that were asked for are done, or patience has ended it. */
  public boolean finished() {
    boolean all = asked().map(steps -> run.updates() >= steps).orElse(false);
    Optional<Long> patience =
        settings.flatMap(asked -> asked.setting("patience")).map(Long::valueOf);
    return all || patience.map(k -> Validation.inVain(run.validations(), k)).orElse(false);
  }

  /** How far it is, in words. */
  public String progress() {
    long done = run.updates();
    String of = asked().map(steps -> done + " of " + steps + " updates").orElse(done + " updates");
    return of
        + (finished() ? ", finished" : ", unfinished")
        + (run.skipped() == 0 ? "" : ", " + run.skipped() + " skipped");
  }

  /** Measures the model on these images and draws samples, if it is whole. */
  public void measure(Optional<Images> images, int count, long seed, int threads, PrintWriter err) {
    if (run.model().isEmpty() || !run.model().get().description().complete()) {
      return;
    }
    Model model = run.model().get();
    try (ProgressLine measured = new ProgressLine(err, "images of " + name());
        ProgressLine drawn = new ProgressLine(err, "samples of " + name())) {
      Measuring how = Measuring.usual().withSeed(seed).withThreads(threads);
      likelihood =
          images.map(set ->
              model.logLikelihood(
                  set, how, (done, all) -> measured.updateShare(done, all, set.count())));
      measured.end();
      if (count > 0) {
        Sampling drawing = Sampling.usual().withSeed(seed).withThreads(threads);
        samples = Optional.of(model.sample(count, drawing, drawn::update));
      }
    }
  }

  /** What it is and what was measured, for programs. */
  public JsonObject json() {
    JsonObject result = new JsonObject();
    result.addProperty("run", run.folder().toString());
    settings.ifPresent(asked -> {
      result.addProperty("program_version", asked.version());
      result.addProperty("objective", asked.options().get("--objective"));
      result.addProperty("processor_seconds", asked.seconds());
    });
    result.addProperty("updates", run.updates());
    asked().ifPresent(steps -> result.addProperty("steps", steps));
    result.addProperty("finished", finished());
    result.addProperty("skipped_updates", run.skipped());
    validation().ifPresent(found -> result.add("validation", ValidationText.json(found)));
    likelihood.ifPresent(e -> {
      result.addProperty("images", e.images());
      result.addProperty("bits_per_dim", e.bitsPerDim());
      result.add("standard_error", JsonOption.number(e.standardError()));
      result.addProperty("no_flow_bits_per_dim", e.noFlowBitsPerDim());
    });
    return result;
  }
}
