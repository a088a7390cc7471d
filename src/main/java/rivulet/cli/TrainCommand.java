package rivulet.cli;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
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
import rivulet.cli.option.DividedImages;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.ModelShapeOption;
import rivulet.cli.option.PresetOption;
import rivulet.cli.option.RecordsOption;
import rivulet.cli.option.Section;
import rivulet.cli.option.SeedOption;
import rivulet.cli.option.SolverOption;
import rivulet.cli.option.StartOption;
import rivulet.cli.option.ThreadsOption;
import rivulet.cli.option.TrainingOption;
import rivulet.cli.option.Usage;
import rivulet.cli.option.ValidationOption;
import rivulet.cli.output.PixelTransformText;
import rivulet.cli.output.ProcessorTime;
import rivulet.cli.output.ReportRequest;
import rivulet.cli.output.StopSignal;
import rivulet.cli.output.TrainedText;
import rivulet.cli.output.TrainingProgress;
import rivulet.cli.output.TransferLine;
import rivulet.cli.output.ValidationText;
import rivulet.cli.run.PixelTransformChooser;
import rivulet.cli.run.RunMemory;
import rivulet.cli.run.TimedTraining;
import rivulet.store.PixelTransformChoice;
import rivulet.store.RunDirectory;
import rivulet.training.Recipe;
import rivulet.training.Training;

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
  @Mixin private DataOption data;

  @Mixin private ValidationOption validation;

  @Section(Section.RUN)
  @Option(
      names = "--out",
      paramLabel = "RUN",
      description = "Folder of the run: model, checkpoint, metrics")
  private Path out;

  @Mixin private PresetOption preset;

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
    ProcessorTime time = Usage.checked(command, this::time);
    new RunDirectory(out).resumes(resume); // refuses another run before images are read
    Images all = Usage.checked(command, () -> data.read(false));
    Optional<Path> start = Usage.checked(command, () -> from.file(command, "shape"));
    DividedImages images = Usage.checked(command, () -> validation.divided(all, seed.value()));
    Backend chosen = backend.backend();
    Training described =
        Usage.checked(command, () -> described(images, all, start).backend(chosen));
    // Before anything is written: what does not fit is told now.
    Training.Plan plan = Usage.checked(command, described::plan);
    RunDirectory.create(out);
    PrintWriter err = command.commandLine().getErr();
    err.println(headline(all, plan));
    err.flush();
    described.start().ifPresent(model -> images.warn(model.provenance(), err));
    Optional<PixelTransformChoice> choice =
        described.choosesPixelTransform()
            ? Optional.of(new PixelTransformChooser(memory(), err, resume).choice(described))
            : Optional.empty();
    choice.ifPresent(found -> PixelTransformText.print(found, json.people()));
    TrainedText trained = train(described, plan, choice, chosen, time);
    trained.print(json.people());
    JsonObject result = trained.json();
    choice.ifPresent(found -> PixelTransformText.add(result, found));
    // After the lines about the model: it stands, whatever measuring comes to.
    if (!trained.interrupted()) {
      images
          .measured(out, measuring(chosen), json.people(), err)
          .ifPresent(found -> result.add("validation", ValidationText.json(found)));
      if (records.report()) {
        Path page = ReportRequest.usual(seed.value(), threads.workers()).write(out, err);
        json.people().println("report   " + page);
        result.addProperty("report", page.toString());
      }
    }
    json.print(result);
    return 0;
  }

  private Training described(DividedImages images, Images all, Optional<Path> start) {
    Training described = Training.of(all).network(shape.network());
    start.ifPresent(described::from);
    validation.fill(described, images);
    return training
        .of(described, solver)
        .onlyLevels(onlyLevels)
        .updates(preset.steps().orElse(0L))
        .seed(seed.value())
        .resume(resume)
        .threads(threads.workers())
        .memory(memory)
        .checkpointEvery(records.checkpointEvery())
        .tensorBoard(records.tensorBoard());
  }

  private Measuring measuring(Backend chosen) {
    return Measuring.usual()
        .withSeed(seed.value())
        .withThreads(threads.workers())
        .withBackend(chosen);
  }

  private TrainedText train(
      Training described,
      Training.Plan plan,
      Optional<PixelTransformChoice> choice,
      Backend chosen,
      ProcessorTime time) {
    PrintWriter err = command.commandLine().getErr();
    RunMemory memory = memory();
    try (StopSignal stop = new StopSignal();
        TrainingProgress progress = new TrainingProgress(err, plan.batch(), time)) {
      progress.prepare();
      TimedTraining timed =
          new TimedTraining(
              described,
              out,
              progress,
              stop::asked,
              time,
              (end, falls) ->
                  memory.keep(
                      preset.steps().isPresent() || !falls.isEmpty()
                          ? OptionalLong.of(end)
                          : OptionalLong.empty(),
                      falls,
                      choice));
      long end =
          preset
              .steps()
              .orElseGet(() -> timed.stepsInTime(training.optimiser(), training.warmUp(), resume));
      if (!stop.asked()) {
        sayIfRisesAgain(described.optimiser(training.optimiser()).updates(end).falls(), end);
        timed.to(end, training.optimiser(), resume || preset.steps().isEmpty());
      }
      progress.end();
      TransferLine.print(err, chosen, timed.transfers(), progress.evaluations());
      memory.spent(time.used());
      return new TrainedText(timed.outcome(), end, stop.asked(), new RunDirectory(out).model());
    }
  }

  private ProcessorTime time() {
    ProcessorTime time = new ProcessorTime(timeLimit);
    if (preset.steps().isEmpty()) {
      TimedTraining.requirePace(time, training.warmUp());
    }
    return time;
  }

  private RunMemory memory() {
    return new RunMemory(command, TrainCommand::new, out);
  }

  private boolean recall() {
    if (out == null) {
      throw new IllegalArgumentException("Missing required option: '--out=RUN'");
    }
    memory().recall(resume, preset, timeLimit < Long.MAX_VALUE);
    validation.require(preset.steps().isPresent());
    return true;
  }

  private void sayIfRisesAgain(List<Long> falls, long end) {
    List<Long> asked = training.cosineSteps();
    if (falls.size() > Math.max(1, asked.size())) {
      PrintWriter err = command.commandLine().getErr();
      err.println(
          "the rate rises again after update "
              + asked.getLast()
              + " and falls to zero until "
              + end);
      err.flush();
    }
  }

  private String headline(Images all, Training.Plan plan) {
    return String.format(
        Locale.ROOT,
        "%,d images of %s, %d levels, %,d parameters, batches of %d, %d threads",
        plan.images(),
        all.shape(),
        plan.levels(),
        plan.parameters(),
        plan.batch(),
        threads.workers());
  }
}
