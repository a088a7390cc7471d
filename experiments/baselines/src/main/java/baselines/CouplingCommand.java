package baselines;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import rivulet.measure.ImageFit;
import rivulet.store.ModelFile;
import rivulet.store.RunDirectory;
import rivulet.store.StoredModel;
import rivulet.train.TrainConfig;
import rivulet.train.Trainer;

/** Trains couplings on the levels of a model of ours, and measures them. */
@Command(
    name = "coupling",
    mixinStandardHelpOptions = true,
    description = "Affine coupling on the pyramid, noise and transforms of a model or run of ours")
final class CouplingCommand implements Callable<Integer> {
  private static final String NAME = "coupling";

  @Mixin private DataOptions data = new DataOptions();
  @Mixin private DescentOptions descent = new DescentOptions();

  @Option(names = "--like", required = true, description = "Model or run of ours, without classes")
  private Path like;

  @Option(names = "--halves", description = "CHANNELS PIXELS BOTH (default: ${DEFAULT-VALUE})")
  private Coupling.Kind halves = Coupling.Kind.CHANNELS;

  @Option(
      names = "--couplings",
      split = ",",
      description = "Of all levels, or of each from the coarsest (default: 7)")
  private List<Integer> couplings = List.of(7);

  @Option(names = "--width", description = "Of each network (default: ${DEFAULT-VALUE})")
  private int width = 32;

  @Option(names = "--layers", description = "Between first and last (default: ${DEFAULT-VALUE})")
  private int layers = 1;

  @Option(names = "--samples", description = "PNG of 64 samples")
  private Optional<Path> samples = Optional.empty();

  @Override
  public Integer call() {
    StoredModel model = ModelFile.read(RunDirectory.model(like));
    TrainConfig config = descent.config();
    DataOptions.Parts images = data.read(descent.seed());
    ImageFit.require(NAME, model.spec(), images.training());
    ImageFit.require(NAME, model.spec(), images.measured());
    List<Coupling> levels = CouplingModel.levels(model.spec(), halves, couplings, width, layers);
    CouplingImages source =
        new CouplingImages(model.complete(), model.dequantisation(), config, images.training());
    ProgramProblem problem =
        new ProgramProblem(CouplingModel.programs(levels, descent.seed()), config, source);
    try (Trainer trainer = new Trainer(NAME, config, problem, 1)) {
      System.err.println(problem.parameters() + " parameters");
      Result result = new Result();
      result.with("updates", descent.run(NAME, trainer, problem, config));
      result.withTime("cpu_seconds").with("parameters", problem.parameters());
      result.with("native_bytes", problem.workspace().allocatedBytes());
      CouplingModel trained = new CouplingModel(model, levels, problem.finish());
      result.with(
          trained.measure(images.measured(), descent.seed(), problem.workspace()),
          "no_flow_bits_per_dim");
      if (samples.isPresent()) {
        var pyramid = model.spec().pyramid();
        Result.draw(
            samples.get(),
            trained.samples(64, descent.seed()),
            pyramid.channels(),
            pyramid.height(),
            pyramid.width());
      }
      result.print();
    }
    return 0;
  }
}
