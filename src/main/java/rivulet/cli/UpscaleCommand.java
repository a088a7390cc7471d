package rivulet.cli;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import rivulet.cli.output.TransferLine;

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
  /** Of a model that takes pixels as they are. */
  private static final String PLAIN = "none";

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
      description = "The finer image; channels other than 1 or 3: greys side by side.")
  private Path out;

  @Option(
      names = "--npy",
      paramLabel = "FILE",
      description = "Also write the finer image before rounding, float32, 1 x C x H x W.")
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
    OutputFiles.require(out, npy);
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
      Upscaled fine = opened.upscale(given, added, how);
      TransferLine.print(
          command.commandLine().getErr(),
          how.backend(),
          fine.transfers(),
          (double) fine.evaluations());
      npy.ifPresent(fine::writeNpy);
      fine.image().writePng(out, 1, 0, 1);
      report(of, fine);
    }
    return CommandLine.ExitCode.OK;
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

  private void report(Description of, Upscaled fine) {
    boolean plain = of.pixelTransform().equals(PLAIN);
    String shape = fine.image().shape();
    int pixels = fine.image().dimensions();
    json.people().println(out + ": " + shape + " from " + image);
    say(
        "%d of %d pixels clipped (%.2f %%), block means kept",
        fine.clipped(), pixels, 100.0 * fine.clipped() / pixels);
    if (!plain) {
      say(
          "block means under the pixel transform %s differ from those given by at most %.1e before"
              + " rounding, %.1e after",
          of.pixelTransform(), fine.transformed().before(), fine.transformed().after());
    }
    say(
        "block means differ from the given pixels by at most %.1e before rounding,"
            + " %.2f/255 after",
        fine.pixels().before(), 255 * fine.pixels().after());
    JsonObject result = new JsonObject();
    result.addProperty("out", out.toString());
    result.addProperty("shape", shape);
    seeds.tell(result);
    result.addProperty("solver", solver.method());
    result.addProperty("tolerance", solver.tolerance());
    result.addProperty("pixels", pixels);
    result.addProperty("clipped_pixels", fine.clipped());
    if (!plain) {
      result.addProperty("pixel_transform", of.pixelTransform());
      result.add(
          "transformed_mean_error_before_rounding", JsonOption.number(fine.transformed().before()));
      result.add(
          "transformed_mean_error_after_rounding", JsonOption.number(fine.transformed().after()));
    }
    result.add("mean_error_before_rounding", JsonOption.number(fine.pixels().before()));
    result.add("mean_error_after_rounding", JsonOption.number(fine.pixels().after()));
    json.print(result);
  }

  private void say(String format, Object... values) {
    json.people().printf(Locale.ROOT, format + "%n", values);
  }
}
