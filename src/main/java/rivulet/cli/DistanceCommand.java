package rivulet.cli;

import com.google.gson.JsonObject;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import rivulet.Images;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.Sampling;
import rivulet.check.SlicedWasserstein;
import rivulet.cli.option.DataOption;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.ModelOption;
import rivulet.cli.option.SeedOption;
import rivulet.cli.option.SolverOption;
import rivulet.cli.option.ThreadsOption;
import rivulet.cli.option.Usage;
import rivulet.cli.output.ProgressLine;

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
    double between;
    double floor;
    try (Model opened = model.open()) {
      Images images = Usage.checked(command, () -> data.read(true));
      opened.requireFit("distance", images);
      if (images.count() < 2L * count) {
        throw new ParameterException(
            command.commandLine(),
            "--count "
                + count
                + " needs "
                + 2L * count
                + " images, the data has "
                + images.count());
      }
      Measuring noise = Measuring.usual().withSeed(seed.value());
      double[][] first = opened.dequantised(images.first(count), noise);
      double[][] second = opened.dequantised(images.slice(count, count), noise);
      between = SlicedWasserstein.distance(samples(opened), first, projections, seed.value());
      floor = SlicedWasserstein.distance(second, first, projections, seed.value());
    }
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

  private double[][] samples(Model opened) {
    Sampling how =
        Sampling.usual()
            .withSeed(seed.value())
            .withSolver(solver.options())
            .withThreads(threads.workers());
    try (ProgressLine progress = new ProgressLine(command.commandLine().getErr(), "samples")) {
      return opened.sample(count, how, progress::update).values();
    }
  }
}
