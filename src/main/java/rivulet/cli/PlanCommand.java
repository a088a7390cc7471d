package rivulet.cli;

import com.google.gson.JsonObject;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rivulet.Images;
import rivulet.cli.option.BackendOption;
import rivulet.cli.option.DataOption;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.ModelShapeOption;
import rivulet.cli.option.Preset;
import rivulet.cli.option.PresetOption;
import rivulet.cli.option.Section;
import rivulet.cli.option.SeedOption;
import rivulet.cli.option.SolverOption;
import rivulet.cli.option.ThreadsOption;
import rivulet.cli.option.TrainingOption;
import rivulet.cli.option.Usage;
import rivulet.training.Cost;
import rivulet.training.Training;

/** What a training would cost, before it is begun. */
@Command(
    name = "plan",
    description = {
      "Say what a training would take: parameters, operations, memory, and hours on",
      "this machine, by a few updates that are measured and thrown away. Options are",
      "those of train."
    })
public final class PlanCommand implements Callable<Integer> {
  private static final int SECONDS_PER_HOUR = 3600;

  /** Enough for the knots of every spline, of images however small. */
  private static final int FEWEST_IMAGES = 256;

  @Mixin private DataOption data;

  @Section(Section.DATA)
  @Option(
      names = "--shape",
      paramLabel = "CxHxW",
      description = "Noise of that size in place of --data")
  private Optional<String> shape = Optional.empty();

  @Mixin private PresetOption preset;

  @Mixin private ModelShapeOption model;
  @Mixin private TrainingOption training;
  @Mixin private SolverOption solver = new SolverOption("bosh3", 1e-3);
  @Mixin private BackendOption backend;
  @Mixin private ThreadsOption threads;
  @Mixin private SeedOption seed;
  @Mixin private JsonOption json;

  @Spec private CommandSpec command;

  private Images images;

  @Override
  public Integer call() {
    Training.Plan plan = Usage.checked(command, this::plan);
    long updates = preset.steps().orElseThrow();
    Cost cost = Usage.checked(command, () -> Cost.of(this::described, updates, threads.workers()));
    json.people()
        .printf(
            Locale.ROOT,
            "%d levels, %,d parameters; %,d updates of %d images of %s%n"
                + "%.3f GFLOP for one evaluation of all fields for an image%n"
                + "%,d MiB outside the heap at most%n"
                + "%.3f s per update, %.2f hours in all on %d threads, by %d updates measured%n",
            plan.levels(),
            plan.parameters(),
            updates,
            plan.batch(),
            images.shape(),
            plan.flops() * 1e-9,
            cost.nativeBytes() >> 20,
            cost.secondsPerUpdate(),
            cost.seconds() / SECONDS_PER_HOUR,
            threads.workers(),
            cost.measured());
    json.people().flush();
    json.print(result(plan, cost, updates));
    return 0;
  }

  /** Settles the options that were not given, and what they come down to. */
  Training.Plan plan() {
    preset.fill(command, new PlanCommand());
    images = images();
    return described().plan();
  }

  private static JsonObject result(Training.Plan plan, Cost cost, long updates) {
    JsonObject result = new JsonObject();
    result.addProperty("parameters", plan.parameters());
    result.addProperty("flops_per_image", plan.flops());
    result.addProperty("memory_bytes", cost.nativeBytes());
    result.addProperty("hours", cost.seconds() / SECONDS_PER_HOUR);
    result.addProperty("seconds", cost.seconds());
    result.addProperty("seconds_per_update", cost.secondsPerUpdate());
    result.addProperty("levels", plan.levels());
    result.addProperty("batch", plan.batch());
    result.addProperty("steps", updates);
    result.addProperty("measured_updates", cost.measured());
    return result;
  }

  private Training described() {
    Training described = Training.of(images).network(model.network());
    return training
        .of(described, solver)
        .seed(seed.value())
        .threads(threads.workers())
        .backend(backend.backend());
  }

  private Images images() {
    if (data.given()) {
      return data.read(false);
    }
    String size =
        shape
            .or(() -> preset.preset().map(Preset::shape).filter(s -> !s.isEmpty()))
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "plan: for which images is not said; give --data, --shape CxHxW or a paper's"
                        + " --preset"));
    if (!size.matches("[1-9]\\d{0,2}x[1-9]\\d{0,3}x[1-9]\\d{0,3}")) {
      throw new IllegalArgumentException(
          "plan: --shape must be channels x height x width such as 3x32x32, found " + size);
    }
    String[] sides = size.split("x", -1);
    int channels = Integer.parseInt(sides[0]);
    int height = Integer.parseInt(sides[1]);
    int width = Integer.parseInt(sides[2]);
    int count = Math.max(FEWEST_IMAGES, 2 * training.batch());
    byte[] noise = new byte[Math.multiplyExact(count, channels * height * width)];
    new SplittableRandom(1).nextBytes(noise);
    return Images.of(noise, channels, height, width);
  }
}
