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
import rivulet.cli.option.BackendOption;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.LabelOption;
import rivulet.cli.option.ModelOption;
import rivulet.cli.option.SeedOption;
import rivulet.cli.option.SolverOption;
import rivulet.cli.option.TemperatureOption;
import rivulet.cli.option.ThreadsOption;
import rivulet.cli.option.Usage;
import rivulet.cli.output.OutputFiles;
import rivulet.cli.output.TransferLine;
import rivulet.cli.picture.RawImages;
import rivulet.data.DataException;
import rivulet.data.ImageGrid;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.data.NpyLayout;
import rivulet.data.ReadOptions;
import rivulet.data.format.PngWriter;
import rivulet.flow.FlowModel;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.measure.Decoding;
import rivulet.measure.Evaluation;
import rivulet.measure.FinerImage;
import rivulet.store.AtomicFile;
import rivulet.tensor.backend.OpenBackend;

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
  @Mixin private ModelOption model;

  @Option(
      names = "--image",
      required = true,
      paramLabel = "FILE",
      description = "The coarse image, of the size of one of the model's coarser images.")
  private Path image;

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      description = "Axes of an NPY image: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private NpyLayout layout = NpyLayout.AUTO;

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

  @Mixin private SeedOption seed;
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
    FlowModel numbers = model.read();
    ModelSpec spec = numbers.spec();
    int chosen = Usage.checked(command, () -> label.orElse(spec, ModelSpec.NO_LABEL));
    ImageSet given = ImageSets.open(image, ReadOptions.defaults().withLayout(layout));
    int from = levelOf(spec, given);
    int to = from + added(spec.levels() - 1 - from);
    double[] temperatures = temperature.perLevel(spec.levels());
    FinerImage fine;
    Evaluation.Workers workers = new Evaluation.Workers(threads.workers(), 1);
    try (OpenBackend opened = backend.offloading().open();
        MultiResolutionFlow flow = new MultiResolutionFlow(numbers, 1, false, opened.tuning())) {
      Decoding decoding =
          new Decoding(flow, solver.options(), workers, seed.value(), temperatures, n -> chosen);
      fine = FinerImage.draw(decoding, numbers, given, from, to);
      TransferLine.print(command.commandLine().getErr(), opened, (double) decoding.evaluations());
    }
    write(spec, given, fine, to, 1 << (to - from));
    report(spec, fine, Decoding.shape(spec, spec.levels() - 1 - to));
    return CommandLine.ExitCode.OK;
  }

  /** The level that completes images of the given size. */
  private int levelOf(ModelSpec spec, ImageSet given) {
    if (given.count() != 1) {
      throw new DataException(
          image + ": holds " + given.count() + " images, upscale takes one: give a single picture");
    }
    return FinerImage.level(spec, given).orElseThrow(() -> unfit(spec, given));
  }

  private DataException unfit(ModelSpec spec, ImageSet given) {
    List<String> fitting = new ArrayList<>();
    for (int shift = spec.levels() - 1; shift > 0; shift--) {
      fitting.add(Decoding.shape(spec, shift));
    }
    String size = given.channels() + "x" + given.height() + "x" + given.width();
    return new DataException(
        image
            + ": is "
            + size
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

  private void write(ModelSpec spec, ImageSet given, FinerImage fine, int to, int side) {
    int shift = spec.levels() - 1 - to;
    npy.ifPresent(file -> RawImages.write(file, spec, shift, new double[][] {fine.unclipped()}));
    var picture =
        new ImageGrid(1, 0, 1)
            .draw(
                ImageSets.of(
                    "finer image",
                    given.channels(),
                    given.height() * side,
                    given.width() * side,
                    fine.pixels()));
    AtomicFile.write(out, stream -> PngWriter.write(picture, stream));
  }

  private void report(ModelSpec spec, FinerImage fine, String shape) {
    boolean plain = spec.pixelTransform().kinds().isEmpty();
    int pixels = fine.pixels().length;
    json.people().println(out + ": " + shape + " from " + image);
    say(
        "%d of %d pixels clipped (%.2f %%), block means kept",
        fine.clipped(), pixels, 100.0 * fine.clipped() / pixels);
    if (!plain) {
      say(
          "block means under the pixel transform %s differ from those given by at most %.1e before"
              + " rounding, %.1e after",
          spec.pixelTransform().text(), fine.transformed().before(), fine.transformed().after());
    }
    say(
        "block means differ from the given pixels by at most %.1e before rounding,"
            + " %.2f/255 after",
        fine.plain().before(), 255 * fine.plain().after());
    JsonObject result = new JsonObject();
    result.addProperty("out", out.toString());
    result.addProperty("shape", shape);
    result.addProperty("seed", seed.value());
    result.addProperty("solver", solver.method());
    result.addProperty("tolerance", solver.tolerance());
    result.addProperty("pixels", pixels);
    result.addProperty("clipped_pixels", fine.clipped());
    if (!plain) {
      result.addProperty("pixel_transform", spec.pixelTransform().text());
      result.add(
          "transformed_mean_error_before_rounding", JsonOption.number(fine.transformed().before()));
      result.add(
          "transformed_mean_error_after_rounding", JsonOption.number(fine.transformed().after()));
    }
    result.add("mean_error_before_rounding", JsonOption.number(fine.plain().before()));
    result.add("mean_error_after_rounding", JsonOption.number(fine.plain().after()));
    json.print(result);
  }

  private void say(String format, Object... values) {
    json.people().printf(Locale.ROOT, format + "%n", values);
  }
}
