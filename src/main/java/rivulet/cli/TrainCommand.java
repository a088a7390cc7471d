package rivulet.cli;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rivulet.Backend;
import rivulet.Images;
import rivulet.Measuring;
import rivulet.cli.option.BackendOption;
import rivulet.cli.option.DataOption;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.ModelShapeOption;
import rivulet.cli.option.Preset;
import rivulet.cli.option.RecordsOption;
import rivulet.cli.option.Section;
import rivulet.cli.option.SeedOption;
import rivulet.cli.option.SolverOption;
import rivulet.cli.option.StartOption;
import rivulet.cli.option.ThreadsOption;
import rivulet.cli.option.TrainingOption;
import rivulet.cli.option.Usage;
import rivulet.cli.output.PixelTransformText;
import rivulet.cli.output.ProcessorTime;
import rivulet.cli.output.ReportRequest;
import rivulet.cli.output.TrainedText;
import rivulet.cli.output.TrainingProgress;
import rivulet.cli.output.TransferLine;
import rivulet.cli.output.ValidationText;
import rivulet.data.ImageSet;
import rivulet.flow.ModelSpec;
import rivulet.noise.DequantisationKind;
import rivulet.tensor.backend.Offloading;
import rivulet.tensor.backend.OpenBackend;
import rivulet.train.FlowRun;
import rivulet.train.NoiseRun;
import rivulet.train.PixelTransformChoice;
import rivulet.train.PixelTransformTrial;
import rivulet.train.Recipe;
import rivulet.train.RunDirectory;
import rivulet.train.StartingPoint;
import rivulet.train.TrainConfig;
import rivulet.train.TrainingRun;
import rivulet.train.descent.Schedule;

/** Trains a model, or goes on with a training. */
@Command(
    name = "train",
    description = {
      "Train a multi-resolution flow on images; without further options by the best recipe known"
          + " for a minute or two.",
      "The same data, options and seed give the same model, byte for byte, on any number of"
          + " threads and after any interruption.",
    })
public final class TrainCommand implements Callable<Integer> {
  private static final long MOST_MEMORY = 1L << 22;

  @Mixin private DataOption data;

  @Section(Section.DATA)
  @Option(
      names = "--validation",
      paramLabel = "N",
      description = "Hold back N images, measured at the end (default: ${DEFAULT-VALUE})")
  private long validation;

  @Section(Section.RUN)
  @Option(
      names = "--out",
      paramLabel = "RUN",
      description = "Folder of the run: model, checkpoint, metrics")
  private Path out;

  @Section(Section.RUN)
  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = "quick (1-2 minutes), good (10) or long (an hour)")
  private Optional<Preset> preset = Optional.empty();

  @Section(Section.RUN)
  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Updates in all (default: those of --preset quick)")
  private Optional<Long> steps = Optional.empty();

  @Section(Section.RUN)
  @Option(
      names = "--time-limit",
      paramLabel = "SECONDS",
      description = "Of processor time; --steps are then chosen to fit")
  private long timeLimit = Long.MAX_VALUE;

  @Section(Section.RUN)
  @Option(names = "--resume", description = "Go on with the run in --out, by its own settings")
  private boolean resume;

  @Section(Section.RUN)
  @Option(
      names = "--only-levels",
      split = ",",
      paramLabel = "L",
      description = "Train these levels; `merge` joins such runs")
  private List<Integer> onlyLevels = List.of();

  @Section(Section.RUN)
  @Option(
      names = "--memory",
      paramLabel = "MIB",
      description = "Kept for gradients per worker (default: ${DEFAULT-VALUE})")
  private long memory = Recipe.TAPE_MIB;

  @Mixin private RecordsOption records;
  @Mixin private ModelShapeOption shape;
  @Mixin private StartOption from;
  @Mixin private TrainingOption training;
  @Mixin private SolverOption solver = new SolverOption("bosh3", 1e-3);

  @Mixin private BackendOption backend;
  @Mixin private ThreadsOption threads;
  @Mixin private SeedOption seed;
  @Mixin private JsonOption json;

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    Usage.checked(command, this::recall);
    ProcessorTime time = Usage.checked(command, () -> new ProcessorTime(timeLimit));
    Usage.checked(command, () -> execution(steps.orElse(0L), resume));
    new RunDirectory(out).resumes(resume); // refuses another run before images are read
    Images all = Usage.checked(command, () -> data.read(false));
    Optional<StartingPoint> start = Usage.checked(command, () -> from.read(command, "shape"));
    ModelSpec described =
        start
            .map(point -> point.model().spec())
            .orElseGet(() -> Usage.checked(command, () -> shape.spec(all.set())));
    DividedImages images =
        Usage.checked(command, () -> DividedImages.of(all, validation, seed.value()));
    Backend chosen = backend.backend();
    Offloading offloading = chosen.offloading();
    Work plan = new Work(described, images.train().set(), start, offloading, Optional.empty());
    // Before anything is written: what does not fit is told now.
    TrainConfig config = plan.run(List.of()).config();
    Optional<PixelTransformTrial> trial =
        start.isPresent()
            ? Optional.empty()
            : Usage.checked(command, () -> shape.trial(described, config, images.train().set()));
    RunDirectory.create(out);
    PrintWriter err = command.commandLine().getErr();
    err.println(plan.headline(config));
    err.flush();
    start.ifPresent(point -> images.warn(point.model().provenance(), err));
    try (OpenBackend opened = offloading.open()) {
      PixelTransformChooser chooser =
          new PixelTransformChooser(command, out, resume, threads.workers(), memory << 20);
      Optional<PixelTransformChoice> choice = trial.map(each -> chooser.choice(each, opened));
      choice.ifPresent(found -> PixelTransformText.print(found, json.people()));
      TrainedText trained =
          train(choice.map(plan::with).orElse(plan), config, chosen, opened, time);
      trained.print(json.people());
      JsonObject result = trained.json();
      choice.ifPresent(found -> PixelTransformText.add(result, found));
      // After the lines about the model: it stands, whatever measuring comes to.
      if (!trained.interrupted()) {
        images
            .measured(out, measuring(config.seed(), chosen), json.people(), err)
            .ifPresent(found -> result.add("validation", ValidationText.json(found)));
        if (records.report()) {
          Path page = ReportRequest.usual(config.seed(), threads.workers()).write(out, err);
          json.people().println("report   " + page);
          result.addProperty("report", page.toString());
        }
      }
      json.print(result);
    }
    return 0;
  }

  private Measuring measuring(long seed, Backend chosen) {
    return Measuring.usual().withSeed(seed).withThreads(threads.workers()).withBackend(chosen);
  }

  private TrainedText train(
      Work work, TrainConfig config, Backend chosen, OpenBackend opened, ProcessorTime time) {
    PrintWriter err = command.commandLine().getErr();
    try (StopSignal stop = new StopSignal();
        TrainingProgress progress = new TrainingProgress(err, work.spec, config.batch(), time)) {
      progress.prepare();
      TimedTraining training = new TimedTraining(work, opened, progress, stop::asked, time);
      boolean timed = steps.isEmpty();
      long end =
          steps.orElseGet(() ->
              Usage.checked(command, () -> training.stepsInTime(this.training.warmUp(), resume)));
      FlowRun.Outcome done =
          stop.asked()
              ? training.outcome()
              : training.to(end, falls(end, config.schedule()), resume || timed);
      progress.end();
      TransferLine.print(err, chosen, Backend.Transfers.of(opened), progress.evaluations());
      new RunMemory(command, out).spent(time.used());
      return new TrainedText(done, end, stop.asked(), new RunDirectory(out));
    }
  }

  private boolean recall() {
    if (out == null) {
      throw new IllegalArgumentException("Missing required option: '--out=RUN'");
    }
    new RunMemory(command, out).recall(resume, preset, timeLimit < Long.MAX_VALUE);
    return true;
  }

  /**
   * Where the rate has fallen to zero: as asked for, else at the end, once more if it was before.
   */
  private List<Long> falls(long end, Schedule usual) {
    List<Long> asked = training.cosineSteps();
    if (asked.equals(List.of(0L)) || (asked.isEmpty() && end == 0)) {
      return List.of(); // without updates whoever goes on chooses
    }
    List<Long> falls = asked.isEmpty() ? List.of(end) : usual.withFalls(asked).lengthened(end);
    if (falls.size() > Math.max(1, asked.size())) {
      PrintWriter err = command.commandLine().getErr();
      err.println(
          "the rate rises again after update "
              + asked.getLast()
              + " and falls to zero until "
              + end);
      err.flush();
    }
    return falls;
  }

  private FlowRun.Execution execution(long end, boolean goesOn) {
    if (memory < 0 || memory > MOST_MEMORY) {
      throw new IllegalArgumentException(
          "train: --memory must be 0 to " + MOST_MEMORY + " MiB, found " + memory);
    }
    return new FlowRun.Execution(
            end, threads.workers(), memory << 20, records.checkpointEvery(), goesOn)
        .withEvents(records.tensorBoard());
  }

  /** The run by its length; everything else is settled. */
  private final class Work implements TimedTraining.Runs {
    private final ModelSpec spec;
    private final ImageSet images;
    private final Optional<StartingPoint> start;
    private final Offloading offloading;
    private final Optional<PixelTransformChoice> choice;

    Work(
        ModelSpec spec,
        ImageSet images,
        Optional<StartingPoint> start,
        Offloading offloading,
        Optional<PixelTransformChoice> choice) {
      this.spec = spec;
      this.images = images;
      this.start = start;
      this.offloading = offloading;
      this.choice = choice;
    }

    /** The same with the transform of pixels that the images chose. */
    Work with(PixelTransformChoice chosen) {
      ModelSpec concrete = spec.withPixelTransform(chosen.chosen().transform());
      return new Work(concrete, images, start, offloading, Optional.of(chosen));
    }

    @Override
    public TrainingRun run(List<Long> falls) {
      return Usage.checked(
          command,
          () -> {
            TrainConfig config =
                training.config(
                    seed.value(), solver, offloading, images.count(), usualNoise(), falls);
            RunDirectory directory = new RunDirectory(out);
            return training.trainsNoise()
                ? noiseRun(start, config, images, directory)
                : new FlowRun(spec, config, levels(spec), images, directory, start)
                    .withValidation(validation);
          });
    }

    /** A model that is trained on keeps its own, which {@code uniform} does not change. */
    private DequantisationKind usualNoise() {
      boolean own = start.isPresent() || training.trainsNoise();
      return own ? DequantisationKind.UNIFORM : DequantisationKind.TRUNCATED_NORMAL;
    }

    @Override
    public FlowRun.Execution execution(long end, boolean goesOn) {
      return TrainCommand.this.execution(end, goesOn);
    }

    @Override
    public void begun(long end, List<Long> falls) {
      boolean known = steps.isPresent() || !falls.isEmpty();
      OptionalLong steps = known ? OptionalLong.of(end) : OptionalLong.empty();
      new RunMemory(command, out).keep(steps, falls, choice);
    }

    String headline(TrainConfig config) {
      return String.format(
          Locale.ROOT,
          "%,d images of %dx%dx%d, %d levels, %,d parameters, batches of %d, %d threads",
          images.count(),
          images.channels(),
          images.height(),
          images.width(),
          spec.levels(),
          spec.parameters(),
          config.batch(),
          threads.workers());
    }
  }

  private NoiseRun noiseRun(
      Optional<StartingPoint> start, TrainConfig config, ImageSet images, RunDirectory directory) {
    if (!onlyLevels.isEmpty()) {
      throw new IllegalArgumentException(
          "train: --objective dequantisation trains no level; leave --only-levels out");
    }
    return training.noiseRun(start, config, images, directory).withValidation(validation);
  }

  private SortedSet<Integer> levels(ModelSpec spec) {
    SortedSet<Integer> levels = new TreeSet<>(onlyLevels);
    for (int level = 0; onlyLevels.isEmpty() && level < spec.levels(); level++) {
      levels.add(level);
    }
    return levels;
  }
}
