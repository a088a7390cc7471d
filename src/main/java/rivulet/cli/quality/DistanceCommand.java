package rivulet.cli.quality;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import rivulet.Description;
import rivulet.Images;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.Samples;
import rivulet.Sampling;
import rivulet.check.quality.Distances;
import rivulet.check.quality.KernelDistance;
import rivulet.check.quality.PyramidParts;
import rivulet.cli.option.DataOption;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.ModelOption;
import rivulet.cli.option.SeedOption;
import rivulet.cli.option.SolverOption;
import rivulet.cli.option.ThreadsOption;
import rivulet.cli.option.Usage;
import rivulet.cli.output.ProgressLine;
import rivulet.cli.quality.TemperaturesOption.Temperature;

/**
 * How far a model's samples are from images. A model's samples are draws of x = (X + u)/256 with
 * the noise u that it was trained with, before rounding, so the images take that noise too: with
 * another, or none, the shape of the noise would count as an error of the samples.
 */
@Command(
    name = "distance",
    description = {
      "How far samples of a model are from images, in pixel values of [0, 1]: sliced",
      "Wasserstein distance, also of each level of the pyramid; MMD² with a cubic",
      "kernel and its standard error. The last row is the floor that samples can",
      "reach: as many other images. Images take the noise that the model was trained",
      "with, as its samples have."
    })
public final class DistanceCommand implements Callable<Integer> {
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

  @Mixin private TemperaturesOption temperatures;
  @Mixin private NearestOption nearest;
  @Mixin private SolverOption solver = new SolverOption("dopri5", 1e-4);
  @Mixin private SeedOption seed;
  @Mixin private ThreadsOption threads;
  @Mixin private JsonOption json;

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    int fewest = KernelDistance.FEWEST;
    if (count < fewest || count > MOST || projections < 1 || projections > MOST) {
      throw new ParameterException(
          command.commandLine(),
          "--count must lie in %d..%d and --projections in 1..%d, found %d and %d"
              .formatted(fewest, MOST, MOST, count, projections));
    }
    try (Model opened = model.open()) {
      List<Temperature> asked = temperatures.all(opened.description().levels());
      Optional<Path> folder =
          Usage.checked(
              command, () -> nearest.folder(List.of(NearestFiles.TABLE, NearestFiles.PICTURE)));
      Images images = Usage.checked(command, () -> data.read(true));
      Optional<NearestFiles> near = folder.map(_ -> training(opened));
      JsonObject result = new JsonObject();
      DistanceText found = measured(opened, images, asked, near);
      result.addProperty("data_sha256", images.first(2 * count).sha256());
      near.ifPresent(files -> result.addProperty("training_sha256", files.training().sha256()));
      report(found, result);
      near.ifPresent(files -> files.write(folder.orElseThrow()));
    }
    return 0;
  }

  private NearestFiles training(Model opened) {
    Images training = Usage.checked(command, () -> nearest.images(data));
    opened.requireFit("distance", training);
    return NearestFiles.of(training, opened.description().bits(), threads.workers());
  }

  private DistanceText measured(
      Model opened, Images images, List<Temperature> asked, Optional<NearestFiles> near) {
    opened.requireFit("distance", images);
    if (images.count() < 2L * count) {
      throw new ParameterException(
          command.commandLine(),
          "--count %d needs %d images, the data has %d"
              .formatted(count, 2L * count, images.count()));
    }
    Description of = opened.description();
    var parts = PyramidParts.of(of.channels(), of.height(), of.width(), of.levels());
    var measure = new Distances.Measure(parts, projections, seed.value(), threads.workers());
    Measuring noise = Measuring.usual().withSeed(seed.value());
    double[][] first = opened.dequantised(images.first(count), noise);
    List<DistanceText.Row> rows = new ArrayList<>();
    for (Temperature temperature : asked) {
      Samples drawn = samples(opened, temperature);
      rows.add(
          new DistanceText.Row(
              temperature.text(),
              temperature.perLevel(),
              measure.between(drawn.values(), first),
              near.map(files -> files.add(temperature.text(), drawn.images()))));
    }
    Images others = images.slice(count, count);
    rows.add(
        DistanceText.Row.floor(
            measure.between(opened.dequantised(others, noise), first),
            near.map(files -> files.add("images", others))));
    return new DistanceText(of, rows);
  }

  private Samples samples(Model opened, Temperature temperature) {
    Sampling how =
        Sampling.usual()
            .withSeed(seed.value())
            .withTemperatures(temperature.perLevel())
            .withSolver(solver.options())
            .withThreads(threads.workers());
    try (ProgressLine progress = new ProgressLine(command.commandLine().getErr(), "samples")) {
      return opened.sample(count, how, progress::update);
    }
  }

  private void report(DistanceText text, JsonObject data) {
    json.people().printf(Locale.ROOT, "%d samples a row, %d directions%n", count, projections);
    text.print(json.people());
    JsonObject result = text.json();
    result.addProperty("count", count);
    result.addProperty("projections", projections);
    data.asMap().forEach(result::add);
    json.print(result);
  }
}
