package rivulet.cli;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import rivulet.check.SlicedWasserstein;
import rivulet.cli.option.DataOption;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.ModelOption;
import rivulet.cli.option.SeedOption;
import rivulet.cli.option.SolverOption;
import rivulet.cli.option.ThreadsOption;
import rivulet.cli.option.Usage;
import rivulet.cli.output.Progress;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.data.Part;
import rivulet.flow.FlowModel;
import rivulet.flow.MultiResolutionFlow;
import rivulet.measure.Decoding;
import rivulet.measure.Evaluation;
import rivulet.measure.ImageFit;
import rivulet.noise.Dequantiser;
import rivulet.store.StoredModel;
import rivulet.tensor.kernel.Tuning;

/**
 * How far a model's samples are from images. A model's samples are draws of x = (X + u)/256 with
 * the noise u that it was trained with, before rounding, so the images take that noise too: with
 * another, or none, the shape of the noise would count as an error of the samples.
 */
@Command(
    name = "distance",
    description = {
      "Sliced Wasserstein distance between samples of a model and images, in pixel values of",
      "[0, 1]; beside it the distance between two sets of as many images, which samples can reach.",
      "Images take the noise that the model was trained with, as its samples have."
    })
final class DistanceCommand implements Callable<Integer> {
  private static final int MOST = 100_000;

  @Mixin private ModelOption model;
  @Mixin private DataOption data;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Samples, and images of each set (default: ${DEFAULT-VALUE}).")
  private int count = 500;

  @Option(
      names = "--projections",
      paramLabel = "K",
      description = "Random directions (default: ${DEFAULT-VALUE}).")
  private int projections = 500;

  @Mixin private SolverOption solver = new SolverOption("dopri5", 1e-4);
  @Mixin private SeedOption seed;
  @Mixin private ThreadsOption threads;
  @Mixin private JsonOption json;

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    if (count < 1 || count > MOST || projections < 1 || projections > MOST) {
      throw new ParameterException(
          command.commandLine(),
          "--count and --projections must lie in 1.."
              + MOST
              + ", found "
              + count
              + " and "
              + projections);
    }
    StoredModel stored = model.stored();
    FlowModel numbers = stored.complete();
    ImageSet images = Usage.checked(command, () -> data.read(Part.TEST));
    ImageFit.require("distance", numbers.spec(), images);
    if (images.count() < 2L * count) {
      throw new ParameterException(
          command.commandLine(),
          "--count " + count + " needs " + 2L * count + " images, the data has " + images.count());
    }
    double[][] samples;
    Evaluation.Workers workers = new Evaluation.Workers(threads.workers(), Decoding.GROUP);
    try (Progress progress = new Progress(command.commandLine().getErr(), "samples");
        MultiResolutionFlow flow = new MultiResolutionFlow(numbers, 0, false, Tuning.DEFAULT)) {
      double[] temperatures = new double[numbers.spec().levels()];
      Arrays.fill(temperatures, 1);
      samples =
          new Decoding(flow, solver.options(), workers, seed.value(), temperatures)
              .sample(count, progress::update);
    }
    double[][] first = read(images, stored, 0);
    double between = SlicedWasserstein.distance(samples, first, projections, seed.value());
    double floor =
        SlicedWasserstein.distance(read(images, stored, count), first, projections, seed.value());
    json.people()
        .printf(
            Locale.ROOT,
            "samples to images %.5f, images to images %.5f, %d of each, %d directions%n",
            between,
            floor,
            count,
            projections);
    JsonObject result = new JsonObject();
    result.addProperty("samples_to_images", between);
    result.addProperty("images_to_images", floor);
    result.addProperty("count", count);
    result.addProperty("projections", projections);
    json.print(result);
    return 0;
  }

  private double[][] read(ImageSet images, StoredModel model, int from) {
    Dequantiser reader =
        new Dequantiser(
            images,
            seed.value(),
            model.evaluationNoise(),
            model.dequantisation(),
            ImageLabels.none());
    double[][] pixels = new double[count][images.imageBytes()];
    for (int n = 0; n < count; n++) {
      reader.read(from + n, 0, pixels[n]);
    }
    return pixels;
  }
}
