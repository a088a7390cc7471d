package rivulet.cli;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import rivulet.Description;
import rivulet.Images;
import rivulet.Model;
import rivulet.Sampling;
import rivulet.Upscaled;
import rivulet.cli.option.BackendOption;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.LabelOption;
import rivulet.cli.option.ModelOption;
import rivulet.cli.option.SeedsOption;
import rivulet.cli.option.SolverOption;
import rivulet.cli.option.TemperatureOption;
import rivulet.cli.option.ThreadsOption;
import rivulet.cli.option.Usage;
import rivulet.cli.option.Values;
import rivulet.cli.output.OutputFiles;
import rivulet.cli.output.ProgressLine;
import rivulet.cli.output.TransferLine;
import rivulet.cli.table.UpscaledText;
import rivulet.store.AtomicFile;

/** Adds finer levels to a given coarse image. */
@Command(
    name = "upscale",
    description = {
      "Draw a finer image whose coarse version is a given one.",
      "A pixel v of the given image stands for (v + 0.5)/256; the block of fine pixels that it",
      "becomes has that mean, before rounding to 8 bits exactly and after it within 1/255.",
      "A block that leaves [0,1] is clipped without changing its mean.",
      "A model with a pixel transform T keeps means of T(pixel) in the same way; rounding moves",
      "them by at most half the image of a grey value, which is wide for an atom."
    })
final class UpscaleCommand implements Callable<Integer> {
  private static final int MOST_ANSWERS = 1_000;

  @Mixin private ModelOption model;

  @Option(
      names = "--image",
      required = true,
      paramLabel = "FILE",
      description = "The coarse image, of the size of one of the model's coarser images.")
  private Path image;

  @Option(
      names = "--layout",
      completionCandidates = Values.Layouts.class,
      converter = Values.Layouts.class,
      paramLabel = "LAYOUT",
      description = "Axes of an NPY image: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private String layout = "AUTO";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "PNG",
      description =
          "The finer images side by side; channels other than 1 or 3: greys side by side.")
  private Path out;

  @Option(
      names = "--count",
      paramLabel = "K",
      description =
          "Finer images, of the noise that samples 0 to K-1 of the seed have"
              + " (default: ${DEFAULT-VALUE}).")
  private int count = 1;

  @Option(
      names = "--diversity",
      paramLabel = "PNG",
      description = "Also draw each pixel's deviation over the finer images; white is the largest.")
  private Optional<Path> diversity = Optional.empty();

  @Option(
      names = "--npy",
      paramLabel = "FILE",
      description = "Also write the finer images before rounding, float32, K x C x H x W.")
  private Optional<Path> npy = Optional.empty();

  @Option(
      names = "--levels",
      paramLabel = "N",
      description = "Levels to add, each doubling height and width (default: all that remain).")
  private Optional<Integer> levels = Optional.empty();

  @Mixin private SeedsOption seeds;
  @Mixin private TemperatureOption temperature;
  @Mixin private LabelOption label;
  @Mixin private SolverOption solver = new SolverOption("dopri5", 1e-5);
  @Mixin private ThreadsOption threads;
  @Mixin private BackendOption backend;
  @Mixin private JsonOption json;

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    require();
    try (Model opened = model.open()) {
      int chosen = Usage.checked(command, () -> label.required(opened));
      Images given = Images.read(image, false, layout);
      int added = added(above(opened, given));
      Description of = opened.description();
      Sampling how =
          Sampling.usual()
              .withSeeds(seeds.of(of.levels()))
              .withTemperatures(temperature.perLevel(of.levels()))
              .withLabel(chosen)
              .withSolver(solver.options())
              .withThreads(threads.workers())
              .withBackend(backend.backend());
      report(of, how, drawn(opened, given, added, how));
    }
    return CommandLine.ExitCode.OK;
  }

  private void require() {
    if (count < 1 || count > MOST_ANSWERS) {
      throw new ParameterException(
          command.commandLine(), "--count must lie in 1.." + MOST_ANSWERS + ", found " + count);
    }
    if (diversity.isPresent() && count == 1) {
      throw new ParameterException(
          command.commandLine(), "--diversity needs --count 2 or more, found 1");
    }
    OutputFiles.require(out, npy);
    diversity.ifPresent(AtomicFile::requireWritable);
  }

  private List<Upscaled> drawn(Model opened, Images given, int added, Sampling how) {
    try (ProgressLine progress = new ProgressLine(command.commandLine().getErr(), "images")) {
      return Upscaled.several(opened, given, added, count, how, progress::update);
    }
  }

  /** The levels that can be added to an image of the given size. */
  private int above(Model opened, Images given) {
    if (given.count() != 1) {
      throw new IllegalArgumentException(
          image + ": holds " + given.count() + " images, upscale takes one: give a single picture");
    }
    return opened.levelsAbove(given).orElseThrow(() -> unfit(opened.description(), given));
  }

  private IllegalArgumentException unfit(Description of, Images given) {
    List<String> fitting = new ArrayList<>();
    for (int halvings = of.levels() - 1; halvings > 0; halvings--) {
      fitting.add(of.shape(halvings));
    }
    return new IllegalArgumentException(
        image
            + ": is "
            + given.shape()
            + " (channels x height x width), "
            + (fitting.isEmpty()
                ? "the model has one level and no coarser images: nothing can be upscaled"
                : "this model upscales " + String.join(" or ", fitting) + ": resize the image"));
  }

  private int added(int remaining) {
    int asked = levels.orElse(remaining);
    if (asked < 1 || asked > remaining) {
      throw new ParameterException(
          command.commandLine(),
          "--levels must lie in 1.." + remaining + " for this image, found " + asked);
    }
    return asked;
  }

  private void report(Description of, Sampling how, List<Upscaled> several) {
    TransferLine.print(
        command.commandLine().getErr(),
        how.backend(),
        several.getLast().transfers(),
        several.stream().mapToDouble(Upscaled::evaluations).sum());
    npy.ifPresent(file -> Upscaled.writeNpy(file, several));
    UpscaledText text = UpscaledText.of(of, several);
    text.writePictures(out);
    diversity.ifPresent(text::writeDiversity);
    String shape = several.getFirst().image().shape();
    String what = count == 1 ? shape : count + " answers of " + shape;
    json.people().println(out + ": " + what + " from " + image);
    text.print(json.people());
    JsonObject result = new JsonObject();
    result.addProperty("out", out.toString());
    result.addProperty("shape", shape);
    seeds.tell(result);
    result.addProperty("solver", solver.method());
    result.addProperty("tolerance", solver.tolerance());
    text.addTo(result);
    json.print(result);
  }
}
