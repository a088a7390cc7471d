package rivulet.cli;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rivulet.Backend;
import rivulet.Images;
import rivulet.Likelihood;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.Run;
import rivulet.Samples;
import rivulet.Sampling;
import rivulet.TrainingListener;
import rivulet.cli.option.BackendOption;
import rivulet.cli.option.BundledModels;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.ProgramHome;
import rivulet.cli.option.SeedOption;
import rivulet.cli.option.SolverOption;
import rivulet.cli.option.ThreadsOption;
import rivulet.cli.output.DemoFiles;
import rivulet.cli.output.ProgressLine;
import rivulet.cli.output.StopSignal;
import rivulet.cli.output.TrainingProgress;
import rivulet.cli.output.TransferLine;
import rivulet.cli.table.EvalText;
import rivulet.store.FolderLock;
import rivulet.store.RunDirectory;
import rivulet.store.StagedFolder;
import rivulet.store.StoreException;
import rivulet.training.Training;

/** The whole way on the bundled images: train, measure, sample, report. */
@Command(
    name = "demo",
    description = {
      "Train on the bundled Fashion-MNIST images, measure bits/dim on held-out ones, draw samples",
      "and write a report to open. Takes about two minutes on two cores."
    })
final class DemoCommand implements Callable<Integer> {
  private static final long STEPS = 2700;
  private static final int SAMPLES = 64;
  private static final double EVAL_TOLERANCE = 1e-5;
  private static final double TEMPERATURE = 0.9;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where model, pictures and report go (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("rivulet-demo");

  @Option(
      names = "--force",
      description = "Replace an earlier demo, which stays whole until the new one is done.")
  private boolean force;

  @Mixin private ThreadsOption threads;
  @Mixin private BackendOption backend;
  @Mixin private SeedOption seed;
  @Mixin private JsonOption json;

  @Spec private CommandSpec command;

  /** Of a vector field for one image, so far. */
  private double evaluations;

  private Backend.Transfers transfers = Backend.Transfers.NONE;

  @Override
  public Integer call() {
    Path folder = ProgramHome.folder("testdata/fashion-mnist");
    Images train = Images.read(folder);
    Images test = Images.readTest(folder);
    StagedFolder staged = DemoFiles.folder(out);
    if (staged.holdsFiles() && !force) {
      throw new StoreException(
          "demo: "
              + out
              + " holds files already: add --force to replace an earlier demo once the new one is"
              + " done, or choose another --out");
    }
    try (FolderLock _ = staged.lock()) {
      return call(staged, train, test);
    }
  }

  private int call(StagedFolder staged, Images train, Images test) {
    RunDirectory run = RunDirectory.create(staged.unfinished());
    PrintWriter err = command.commandLine().getErr();
    Backend chosen = backend.backend();
    if (Files.exists(run.checkpoint())) {
      say(err, "continuing the unfinished demo in " + out);
    }
    say(
        err,
        String.format(Locale.ROOT, "1/4  training on %,d Fashion-MNIST images, as", train.count()));
    say(err, "     " + trainLine("RUN") + "  does");
    long done = train(run, train, chosen);
    if (done < STEPS) {
      say(err, "stopped after " + done + " of " + STEPS + " updates; the same command continues");
      return CommandLine.ExitCode.SOFTWARE;
    }
    Likelihood found = finish(new DemoFiles(run, out, TEMPERATURE), train, test, chosen);
    staged.publish();
    print(found);
    TransferLine.print(err, chosen, transfers, evaluations);
    return 0;
  }

  /** The command that trains the same model. */
  private String trainLine(String run) {
    return "./rivulet train --data testdata/fashion-mnist --out "
        + run
        + " --steps "
        + STEPS
        + (seed.value() == 1 ? "" : " --seed " + seed.value());
  }

  private Likelihood finish(DemoFiles files, Images train, Images test, Backend chosen) {
    PrintWriter err = command.commandLine().getErr();
    try (ProgressLine progress = new ProgressLine(err, "images");
        Model model = Model.open(files.run().model())) {
      say(err, "2/4  measuring bits/dim on " + test.count() + " held-out images");
      Measuring how =
          Measuring.usual()
              .withSeed(seed.value())
              .withSolver("dopri5", EVAL_TOLERANCE)
              .withDivergence("hutchinson")
              .withThreads(threads.workers())
              .withBackend(chosen);
      Likelihood found =
          model.logLikelihood(
              test, how, (done, all) -> progress.updateShare(done, all, test.count()));
      progress.end();
      say(err, "3/4  drawing " + SAMPLES + " samples");
      Samples samples = sample(model, chosen);
      say(err, "4/4  writing the report");
      files.samples(samples);
      bundled(chosen).ifPresent(files::bundledSamples);
      files.pyramid(test, model);
      files.report(found, model, train, STEPS, seed.value());
      evaluations += found.evaluations() * found.images();
      transfers = transfers.plus(found.transfers());
      return found;
    }
  }

  private Samples sample(Model model, Backend chosen) {
    Sampling how =
        Sampling.usual()
            .withSeed(seed.value())
            .withTemperatures(TEMPERATURE)
            .withSolver("dopri5", EVAL_TOLERANCE)
            .withThreads(threads.workers())
            .withBackend(chosen);
    try (ProgressLine progress = new ProgressLine(command.commandLine().getErr(), "samples")) {
      Samples samples = model.sample(SAMPLES, how, progress::update);
      evaluations += samples.evaluations();
      transfers = transfers.plus(samples.transfers());
      return samples;
    }
  }

  /** Samples of the model that comes with the program, which was trained for longer. */
  private Optional<Samples> bundled(Backend chosen) {
    return BundledModels.named(Path.of(BundledModels.FASHION))
        .map(file -> {
          try (Model model = Model.open(file)) {
            return sample(model, chosen);
          }
        });
  }

  private static void say(PrintWriter err, String line) {
    err.println(line);
    err.flush();
  }

  /** Returns the updates done, fewer than all after an interruption. */
  private long train(RunDirectory run, Images data, Backend chosen) {
    Training training =
        Training.of(data)
            .updates(STEPS)
            .seed(seed.value())
            .threads(threads.workers())
            .backend(chosen);
    PrintWriter err = command.commandLine().getErr();
    try (StopSignal stop = new StopSignal();
        TrainingProgress updates = new TrainingProgress(err, training.plan().batch())) {
      updates.prepare();
      Run.Outcome outcome = training.run(run.root(), told(updates, stop));
      evaluations += updates.evaluations();
      transfers = transfers.plus(outcome.transfers());
      outcome.model().ifPresent(Model::close);
      return outcome.updates();
    }
  }

  private static TrainingListener told(TrainingProgress progress, StopSignal stop) {
    return new TrainingListener() {
      @Override
      public boolean cancelled() {
        return stop.asked();
      }

      @Override
      public void levels(long update, List<Level> levels) {
        progress.updated(update, STEPS, levels);
      }

      @Override
      public boolean updated(long update, double loss) {
        return true;
      }
    };
  }

  private void print(Likelihood found) {
    RunDirectory run = new RunDirectory(out);
    Path samples = DemoFiles.samplesFile(run);
    Path report = DemoFiles.reportFile(run);
    new EvalText(json.people()).print(found, new SolverOption("dopri5", EVAL_TOLERANCE));
    json.people().println("samples  " + samples);
    json.people().println("report   " + report);
    JsonObject result = new JsonObject();
    result.addProperty("test_bits_per_dim", found.bitsPerDim());
    result.add("standard_error", JsonOption.number(found.standardError()));
    result.addProperty("no_flow_bits_per_dim", found.noFlowBitsPerDim());
    result.addProperty("images", found.images());
    result.addProperty("evaluations", found.evaluations());
    result.addProperty("model", run.model().toString());
    result.addProperty("samples", samples.toString());
    result.addProperty("report", report.toString());
    json.print(result);
  }
}
