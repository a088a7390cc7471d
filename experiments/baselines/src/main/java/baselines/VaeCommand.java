package baselines;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import rivulet.data.ImageSet;
import rivulet.tensor.Shape;
import rivulet.train.TrainConfig;
import rivulet.train.Trainer;

/** Trains a variational autoencoder and measures its bounds. */
@Command(
    name = "vae",
    mixinStandardHelpOptions = true,
    description = "A convolutional variational autoencoder with a discretised logistic likelihood")
final class VaeCommand implements Callable<Integer> {
  private static final String NAME = "vae";

  @Mixin private DataOptions data = new DataOptions();
  @Mixin private DescentOptions descent = new DescentOptions();

  @Option(names = "--block", description = "Stride of first and last (default: ${DEFAULT-VALUE})")
  private int block = 4;

  @Option(names = "--latent", description = "Channels of the code (default: ${DEFAULT-VALUE})")
  private int latent = 8;

  @Option(names = "--width", description = "Of both networks (default: ${DEFAULT-VALUE})")
  private int width = 72;

  @Option(names = "--layers", description = "Between first and last (default: ${DEFAULT-VALUE})")
  private int layers = 2;

  @Option(names = "--draws", description = "Importance samples (default: ${DEFAULT-VALUE})")
  private int draws = 64;

  @Option(names = "--samples", description = "PNG of 64 samples")
  private Optional<Path> samples = Optional.empty();

  @Override
  public Integer call() {
    TrainConfig config = descent.config();
    DataOptions.Parts images = data.read(descent.seed());
    ImageSet training = images.training();
    Shape shape = new Shape(training.channels(), training.height(), training.width());
    Squeeze squeeze = new Squeeze(shape, block);
    Vae vae = new Vae(squeeze.squeezed(), latent, width, layers);
    VaeImages source = new VaeImages(vae, squeeze, config, training);
    ProgramProblem problem =
        new ProgramProblem(List.of(vae.program(descent.seed())), config, source);
    try (Trainer trainer = new Trainer(NAME, config, problem, 1)) {
      System.err.println(problem.parameters() + " parameters");
      Result result = new Result();
      result.with("updates", descent.run(NAME, trainer, problem, config));
      result.withTime("cpu_seconds").with("parameters", problem.parameters());
      result.with("native_bytes", problem.workspace().allocatedBytes());
      VaeModel trained = new VaeModel(vae, squeeze, problem.finish().getFirst());
      result.with(
          trained.measure(images.measured(), draws, descent.seed(), problem.workspace()),
          "elbo_bits_per_dim");
      if (samples.isPresent()) {
        double[][] drawn = trained.samples(64, descent.seed());
        Result.draw(samples.get(), drawn, shape.channels(), shape.height(), shape.width());
      }
      result.print();
    }
    return 0;
  }
}
