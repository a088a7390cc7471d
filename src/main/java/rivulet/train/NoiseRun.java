package rivulet.train;

import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.ModelSpec;
import rivulet.measure.ImageFit;
import rivulet.noise.CouplingShape;
import rivulet.noise.Dequantisation;
import rivulet.noise.DequantisationKind;
import rivulet.noise.VariationalDequantisation;
import rivulet.ode.adjoint.Adjoint;
import rivulet.store.RunDirectory;
import rivulet.store.StoredModel;
import rivulet.tensor.backend.OpenBackend;
import rivulet.train.descent.OptimiserKind;
import rivulet.train.noise.NoiseProblem;

/**
 * A run that trains the noise of a model and leaves its flow as it is. Variational noise that the
 * model has already is trained on; any other is replaced by one that begins uniform.
 *
 * @param from the model
 * @param hidden channels of the noise's networks
 * @param steps couplings of the noise
 * @param config the training; weights of regularisers and the matching phase do not count
 * @param data training images
 * @param directory where everything goes
 * @param heldBack images that are not in {@code data}
 */
public record NoiseRun(
    StartingPoint from,
    int hidden,
    int steps,
    TrainConfig config,
    ImageSet data,
    RunDirectory directory,
    HeldBack heldBack)
    implements TrainingRun {
  /** Settings that mean nothing here, and are not part of the result's description. */
  private static final List<String> UNUSED =
      List.of("kinetic", "jacobian", "matching_updates", "dequantisation");

  /** A run from whose data none were held back. */
  public NoiseRun(
      StartingPoint from,
      int hidden,
      int steps,
      TrainConfig config,
      ImageSet data,
      RunDirectory directory) {
    this(from, hidden, steps, config, data, directory, HeldBack.NONE);
  }

  /** The same run, these images having been held back from its data. */
  public NoiseRun without(HeldBack images) {
    return new NoiseRun(from, hidden, steps, config, data, directory, images);
  }

  public NoiseRun {
    Objects.requireNonNull(directory, "directory");
    FlowRun.requireBatch(config, data);
    FlowRun.requireFit(from, from.model().spec(), config, data);
    ImageLabels.of(data, from.model().spec().imageClasses());
    heldBack.images().ifPresent(held -> ImageFit.require("train", from.model().spec(), held));
    boolean plain =
        config.matching().updates() == 0
            && config.likelihood().steer() == 0
            && config.likelihood().adjoint() == Adjoint.Kind.DISCRETE
            && config.optimiser() == OptimiserKind.ADAM
            && config.augmentation().equals(TrainConfig.Augmentation.NONE);
    if (!plain) {
      throw new IllegalArgumentException(
          "train: `objective` dequantisation knows no matching, steer, crop, flip, other"
              + " adjoint than discrete and other optimiser than adam; leave these options out");
    }
    if (from.model().dequantisation().bits() != Dequantisation.WHOLE_BITS) {
      throw new IllegalArgumentException(
          "train: `objective` dequantisation trains noise of 8-bit pixels, the model is of "
              + from.model().dequantisation().bits()
              + " bits; leave its noise as it is");
    }
    CouplingShape shape = shape(from, hidden, steps);
    if (from.model().dequantisation() instanceof VariationalDequantisation noise
        && !noise.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "train: the model's noise has %d hidden channels and %d steps, asked for %d and %d; leave `noise-hidden` and `noise-steps` out"
              .formatted(noise.shape().hidden(), noise.shape().steps(), hidden, steps));
    }
  }

  private static CouplingShape shape(StartingPoint from, int hidden, int steps) {
    return new CouplingShape(from.model().spec().pyramid().channels(), hidden, steps);
  }

  private VariationalDequantisation start() {
    if (from.model().dequantisation() instanceof VariationalDequantisation noise) {
      return noise;
    }
    CouplingShape shape = shape(from, hidden, steps);
    return new VariationalDequantisation(shape, shape.initial(config.seed()));
  }

  @Override
  public FlowRun.Outcome run(
      FlowRun.Execution execution,
      OpenBackend backend,
      FlowRun.Listener listener,
      BooleanSupplier stop) {
    FlowRun.requireBackend(config, backend);
    double rate = config.schedule().rate();
    Phase phase = new Phase("dequantisation", config.likelihood(), 0, Phase.ALWAYS, rate);
    RunLoop.Problems problems =
        (_, _, flow) ->
            new NoiseProblem(
                flow,
                start(),
                config,
                data,
                execution.threads(),
                execution.tapeBytes(),
                backend.tuning());
    BestModel best =
        new BestModel(directory, heldBack, config, execution.threads(), backend.tuning());
    return new RunLoop(
            config,
            List.of(phase),
            this::model,
            problems,
            directory,
            execution,
            best,
            listener,
            stop)
        .run("[]");
  }

  /** The model as it is, with what the run's file says of it. */
  private StoredModel model() {
    StoredModel model = from.model();
    return new StoredModel(
        spec(), model.pixelTransform(), model.levels(), provenance(), model.dequantisation());
  }

  private ModelSpec spec() {
    return from.model().spec();
  }

  private SortedMap<String, String> provenance() {
    SortedMap<String, String> map = config.provenance(data.sha256());
    map.keySet().removeAll(UNUSED);
    if (config.averaging() == 0) {
      map.remove("averaging"); // as in runs of versions that did not average noise
    }
    map.put("trained_noise", DequantisationKind.VARIATIONAL.id());
    map.put("noise_hidden", Integer.toString(hidden));
    map.put("noise_steps", Integer.toString(steps));
    map.put("started_from", from.sha256());
    FlowRun.describe(map, spec(), data, heldBack);
    return map;
  }
}
