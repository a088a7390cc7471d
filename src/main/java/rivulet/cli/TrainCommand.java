package rivulet.cli;

import com.google.gson.JsonObject;
import com.sun.management.OperatingSystemMXBean;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rivulet.data.ImageSet;
import rivulet.data.Part;
import rivulet.flow.ModelSpec;
import rivulet.tensor.backend.Offloading;
import rivulet.tensor.backend.OpenBackend;
import rivulet.train.NoiseRun;
import rivulet.train.RunDirectory;
import rivulet.train.StartingPoint;
import rivulet.train.TrainConfig;
import rivulet.train.TrainRun;
import rivulet.train.TrainingRun;

/** Trains a model. */
@Command(
    name = "train",
    description = {
      "Train a multi-resolution flow by maximum likelihood.",
      "The result depends on data, configuration and seed alone: not on threads or interruptions.",
      "With a backend other than cpu it also depends on the library and the device."
    })
final class TrainCommand implements Callable<Integer> {
  private static final long MOST_MEMORY = 1L << 22;
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  @Mixin private DataOption data;

  @Option(names = "--out", required = true, paramLabel = "RUN", description = "Run directory.")
  private Path out;

  @Mixin private ModelShapeOption shape;
  @Mixin private StartOption from;
  @Mixin private TrainingOption training;

  @Option(
      names = "--steps",
      required = true,
      paramLabel = "N",
      description = "Updates in all; a resumed run continues up to N.")
  private long steps;

  @Option(
      names = "--time-limit",
      paramLabel = "SECONDS",
      description = {
        "Make the model of the updates done after so many seconds of processor time of this",
        "process; --steps with their number repeats it (default: no limit)."
      })
  private long timeLimit = Long.MAX_VALUE;

  @Option(
      names = "--only-levels",
      split = ",",
      paramLabel = "L",
      description = "Train these levels only; join runs by `rivulet merge` (default: all).")
  private List<Integer> onlyLevels;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      description = "Updates between checkpoints, 0: only at the end (default: ${DEFAULT-VALUE}).")
  private int checkpointEvery = 100;

  @Option(
      names = "--memory",
      paramLabel = "MIB",
      description = {
        "Native memory per worker for activations kept for the gradient; what does not fit is",
        "computed again, with equal bits (default: ${DEFAULT-VALUE})."
      })
  private long memory = 256;

  @Option(names = "--resume", description = "Continue from the run's checkpoint if there is one.")
  private boolean resume;

  @Mixin private SolverOption solver = new SolverOption("bosh3", 1e-3);
  @Mixin private ThreadsOption threads;
  @Mixin private BackendOption backend;
  @Mixin private SeedOption seed;
  @Mixin private JsonOption json;

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    int workers = threads.workers();
    Offloading offloading = backend.offloading();
    TrainConfig config = Usage.checked(command, () -> training.config(seed, solver, offloading));
    TrainRun.Execution execution = Usage.checked(command, () -> execution(workers));
    ImageSet images = Usage.checked(command, () -> data.read(Part.TRAIN));
    Optional<StartingPoint> start = Usage.checked(command, () -> from.read(command, "shape"));
    ModelSpec spec =
        start
            .map(point -> point.model().spec())
            .orElseGet(() -> Usage.checked(command, () -> shape.spec(images)));
    RunDirectory directory = new RunDirectory(out);
    TrainingRun run =
        Usage.checked(
            command,
            () ->
                training.trainsNoise()
                    ? noiseRun(start, config, images, directory)
                    : new TrainRun(spec, config, levels(spec), images, directory, start));
    RunDirectory.create(out);
    PrintWriter err = command.commandLine().getErr();
    err.printf(
        "%d images of %dx%dx%d, %d levels, %,d parameters, %d threads%n",
        images.count(),
        images.channels(),
        images.height(),
        images.width(),
        spec.levels(),
        spec.parameters(),
        workers);
    err.flush();
    try (StopSignal stop = new StopSignal()) {
      TrainRun.Outcome done;
      try (OpenBackend opened = offloading.open();
          ProgressBar bar =
              new ProgressBar(err, spec, config.batch(), () -> processorSeconds() / timeLimit)) {
        CountedUpdates updates = new CountedUpdates(bar, config.batch());
        done = run.run(execution, opened, updates, () -> stop.asked() || late());
        if (!stop.asked() && done.updates() < steps) {
          steps = done.updates();
          execution = new TrainRun.Execution(steps, workers, memory << 20, checkpointEvery, true);
          done = run.run(execution, opened, updates, stop::asked);
        }
        TransferLine.print(err, opened, updates.evaluations());
      }
      report(directory, done);
    }
    return 0;
  }

  private NoiseRun noiseRun(
      Optional<StartingPoint> start, TrainConfig config, ImageSet images, RunDirectory directory) {
    if (onlyLevels != null) {
      throw new IllegalArgumentException(
          "train: --objective dequantisation trains no level; leave --only-levels out");
    }
    return training.noiseRun(start, config, images, directory);
  }

  private boolean late() {
    return processorSeconds() >= timeLimit;
  }

  private static double processorSeconds() {
    return PROCESS.getProcessCpuTime() * 1e-9;
  }

  private TrainRun.Execution execution(int workers) {
    if (timeLimit < 1) {
      throw new IllegalArgumentException(
          "train: --time-limit must be at least 1 second, found " + timeLimit);
    }
    if (memory < 0 || memory > MOST_MEMORY) {
      throw new IllegalArgumentException(
          "train: --memory must be 0 to " + MOST_MEMORY + " MiB, found " + memory);
    }
    return new TrainRun.Execution(steps, workers, memory << 20, checkpointEvery, resume);
  }

  private void report(RunDirectory directory, TrainRun.Outcome outcome) {
    long done = outcome.updates();
    boolean finished = done >= steps;
    json.people()
        .println(
            finished
                ? "model "
                    + directory.model()
                    + " after "
                    + done
                    + " updates, "
                    + (outcome.nativeBytes() >> 20)
                    + " MiB of native memory at most"
                : "stopped after " + done + " of " + steps + " updates; --resume continues");
    JsonObject result = new JsonObject();
    result.addProperty("steps", done);
    result.addProperty("finished", finished);
    result.addProperty("native_bytes", outcome.nativeBytes());
    result.addProperty("model", directory.model().toString());
    json.print(result);
  }

  private SortedSet<Integer> levels(ModelSpec spec) {
    SortedSet<Integer> levels = new TreeSet<>();
    if (onlyLevels != null) {
      levels.addAll(onlyLevels);
    } else {
      for (int level = 0; level < spec.levels(); level++) {
        levels.add(level);
      }
    }
    return levels;
  }
}
