package rivulet.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import rivulet.Description;
import rivulet.Model;
import rivulet.Samples;
import rivulet.Sampling;
import rivulet.cli.option.BackendOption;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.LabelOption;
import rivulet.cli.option.ModelOption;
import rivulet.cli.option.SeedsOption;
import rivulet.cli.option.SolverOption;
import rivulet.cli.option.TemperatureOption;
import rivulet.cli.option.ThreadsOption;
import rivulet.cli.option.Usage;
import rivulet.cli.output.OutputFiles;
import rivulet.cli.output.ProgressLine;
import rivulet.cli.output.TransferLine;
import rivulet.store.AtomicFile;

/** Draws images from a model. */
@Command(
    name = "sample",
    description = {
      "Draw images from a model.",
      "Image i depends on the model, the seed and i alone, not on how many are drawn."
    })
public final class SampleCommand implements Callable<Integer> {
  private static final int MOST_IMAGES = 10_000;

  @Mixin private ModelOption model;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Number of images (default: ${DEFAULT-VALUE}).")
  private int count = 16;

  @Mixin private SeedsOption seeds;
  @Mixin private TemperatureOption temperature;
  @Mixin private LabelOption label;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "PNG",
      description =
          "Picture of all images in a grid; channels other than 1 or 3: greys side by side.")
  private Path out;

  @Option(
      names = "--by-level",
      paramLabel = "PNG",
      description = "Also draw a grid of them for each level, from the coarsest.")
  private Optional<Path> byLevel = Optional.empty();

  @Option(
      names = "--npy",
      paramLabel = "FILE",
      description = "Also write the images before rounding, float32, N x C x H x W.")
  private Optional<Path> npy = Optional.empty();

  @Mixin private SolverOption solver = new SolverOption("dopri5", 1e-5);
  @Mixin private ThreadsOption threads;
  @Mixin private BackendOption backend;
  @Mixin private JsonOption json;

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    if (count < 1 || count > MOST_IMAGES) {
      throw new ParameterException(
          command.commandLine(), "--count must lie in 1.." + MOST_IMAGES + ", found " + count);
    }
    OutputFiles.require(out, npy);
    byLevel.ifPresent(AtomicFile::requireWritable);
    try (Model opened = model.open()) {
      Description of = opened.description();
      Sampling how =
          Sampling.usual()
              .withSeeds(seeds.of(of.levels()))
              .withTemperatures(temperature.perLevel(of.levels()))
              .withLabel(Usage.checked(command, () -> label.orTurns(opened)))
              .withSolver(solver.options())
              .withThreads(threads.workers())
              .withBackend(backend.backend());
      Samples samples;
      try (ProgressLine progress = new ProgressLine(command.commandLine().getErr(), "samples")) {
        samples = opened.sample(count, how, progress::update);
        npy.ifPresent(samples::writeNpy);
        samples.images().writePng(out);
        byLevel.ifPresent(samples::writePngByLevel);
        TransferLine.print(
            command.commandLine().getErr(),
            how.backend(),
            samples.transfers(),
            (double) samples.evaluations());
      }
      report(of, how, samples);
    }
    return CommandLine.ExitCode.OK;
  }

  private static String greys(Samples samples) {
    int each = samples.images().picturesOfOne();
    return each == 1 ? "" : ", each drawn as " + each + " grey pictures, one per channel";
  }

  /** Sizes of the levels, coarsest first. */
  private static String sizes(Description of) {
    return IntStream.range(0, of.levels())
        .mapToObj(level -> of.shape(of.levels() - 1 - level))
        .collect(Collectors.joining(", "));
  }

  private void report(Description of, Sampling how, Samples samples) {
    long all = (long) count * of.dimensions();
    double evaluations = (double) samples.evaluations() / count;
    json.people().println(out + ": " + count + " images of " + of.shape() + greys(samples));
    byLevel.ifPresent(file -> json.people().println(file + ": the same as " + sizes(of)));
    json.people()
        .printf(
            Locale.ROOT,
            "%d of %d pixels clipped (%.2f %%)%n",
            samples.clipped(),
            all,
            100.0 * samples.clipped() / all);
    json.people().printf(Locale.ROOT, "%.1f evaluations per image%n", evaluations);
    JsonArray used = new JsonArray();
    for (double t : how.temperatures()) {
      used.add(t);
    }
    JsonObject result = new JsonObject();
    result.addProperty("out", out.toString());
    byLevel.ifPresent(file -> result.addProperty("by_level", file.toString()));
    result.addProperty("images", count);
    result.addProperty("shape", of.shape());
    seeds.tell(result);
    result.add("temperatures", used);
    result.addProperty("solver", solver.method());
    result.addProperty("tolerance", solver.tolerance());
    result.addProperty("evaluations", evaluations);
    result.addProperty("pixels", all);
    result.addProperty("clipped_pixels", samples.clipped());
    json.print(result);
  }
}
