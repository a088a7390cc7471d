package rivulet.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
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
import rivulet.cli.output.Progress;
import rivulet.cli.output.TransferLine;
import rivulet.cli.picture.RawImages;
import rivulet.data.EightBit;
import rivulet.data.ImageGrid;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.data.format.PngWriter;
import rivulet.flow.FlowModel;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.measure.Decoding;
import rivulet.measure.Evaluation;
import rivulet.store.AtomicFile;
import rivulet.tensor.backend.Offloading;
import rivulet.tensor.backend.OpenBackend;

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

  @Mixin private SeedOption seed;
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
    FlowModel numbers = model.read();
    ModelSpec spec = numbers.spec();
    Usage.checked(command, () -> label.of(spec, 0));
    double[] temperatures = temperature.perLevel(spec.levels());
    double evaluations;
    EightBit pixels = new EightBit(Math.multiplyExact(count, spec.dimensions()));
    Offloading offloading = backend.offloading();
    Evaluation.Workers workers =
        new Evaluation.Workers(threads.workers(), offloading.group(Decoding.GROUP, count));
    try (Progress progress = new Progress(command.commandLine().getErr(), "samples");
        OpenBackend opened = offloading.open();
        MultiResolutionFlow flow = new MultiResolutionFlow(numbers, 1, false, opened.tuning())) {
      Decoding decoding =
          new Decoding(
              flow,
              solver.options(),
              workers,
              seed.value(),
              temperatures,
              image -> label.of(spec, image));
      write(spec, decoding.sample(count, progress::update), pixels);
      evaluations = (double) decoding.evaluations() / count;
      TransferLine.print(command.commandLine().getErr(), opened, (double) decoding.evaluations());
    }
    report(spec, pixels, temperatures, evaluations);
    return CommandLine.ExitCode.OK;
  }

  private void write(ModelSpec spec, double[][] images, EightBit pixels) {
    for (int n = 0; n < count; n++) {
      pixels.put(images[n], spec.dimensions(), n * spec.dimensions());
    }
    npy.ifPresent(file -> RawImages.write(file, spec, 0, images));
    ImageSet set =
        ImageSets.of(
            "samples",
            spec.pyramid().channels(),
            spec.pyramid().height(),
            spec.pyramid().width(),
            pixels.pixels());
    var picture = ImageGrid.fitting(set).draw(set);
    AtomicFile.write(out, stream -> PngWriter.write(picture, stream));
  }

  private static String greys(ModelSpec spec) {
    int each = ImageGrid.pictures(spec.pyramid().channels());
    return each == 1 ? "" : ", each drawn as " + each + " grey pictures, one per channel";
  }

  private void report(ModelSpec spec, EightBit pixels, double[] temperatures, double evaluations) {
    int all = pixels.pixels().length;
    json.people()
        .println(out + ": " + count + " images of " + Decoding.shape(spec, 0) + greys(spec));
    json.people()
        .printf(
            Locale.ROOT,
            "%d of %d pixels clipped (%.2f %%)%n",
            pixels.clipped(),
            all,
            100.0 * pixels.clipped() / all);
    json.people().printf(Locale.ROOT, "%.1f evaluations per image%n", evaluations);
    JsonArray used = new JsonArray();
    for (double t : temperatures) {
      used.add(t);
    }
    JsonObject result = new JsonObject();
    result.addProperty("out", out.toString());
    result.addProperty("images", count);
    result.addProperty("shape", Decoding.shape(spec, 0));
    result.addProperty("seed", seed.value());
    result.add("temperatures", used);
    result.addProperty("solver", solver.method());
    result.addProperty("tolerance", solver.tolerance());
    result.addProperty("evaluations", evaluations);
    result.addProperty("pixels", all);
    result.addProperty("clipped_pixels", pixels.clipped());
    json.print(result);
  }
}
