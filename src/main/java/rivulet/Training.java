package rivulet;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import rivulet.data.ImageSet;
import rivulet.flow.ModelSpec;
import rivulet.flow.TimeSampling;
import rivulet.flow.network.ProbeKind;
import rivulet.noise.DequantisationKind;
import rivulet.parallel.WorkerPool;
import rivulet.store.ModelFile;
import rivulet.tensor.backend.Offloading;
import rivulet.train.FlowRun;
import rivulet.train.Likelihood;
import rivulet.train.Matching;
import rivulet.train.Recipe;
import rivulet.train.RunDirectory;
import rivulet.train.TrainConfig;
import rivulet.train.descent.OptimiserKind;
import rivulet.train.descent.Schedule;

/**
 * The training of a model of images. What is not set is the best recipe known for short trainings;
 * the same images and settings give the same model as {@code ./rivulet train}, byte for byte. Each
 * setter changes this object and returns it.
 */
public final class Training {
  private final ImageSet images;
  private Network network = Network.usual();
  private boolean matching = true;
  private int batch;
  private long updates = 1200;
  private OptionalDouble rate = OptionalDouble.empty();
  private OptionalDouble averaging = OptionalDouble.empty();
  private long seed = 1;
  private int threads = WorkerPool.usual();
  private boolean tensorBoard;

  private Training(ImageSet images) {
    this.images = images;
    this.batch = (int) Math.min(Recipe.BATCH, images.count());
  }

  /** The training of a model of these images. */
  public static Training of(Images images) {
    return new Training(images.set());
  }

  /** What the model looks like: {@link Network#usual}. */
  public Training network(Network model) {
    this.network = model;
    return this;
  }

  /**
   * Descends the likelihood of solved images, with regularisers, instead of matching velocities.
   */
  public Training byLikelihood() {
    this.matching = false;
    return this;
  }

  /** Images per update: 50, or all of fewer. */
  public Training batch(int size) {
    this.batch = size;
    return this;
  }

  /** Updates in all, over which the rate falls to zero: 1,200. */
  public Training updates(long number) {
    this.updates = number;
    return this;
  }

  /** Highest learning rate: 0.01, by likelihood 0.003. */
  public Training learningRate(double highest) {
    this.rate = OptionalDouble.of(highest);
    return this;
  }

  /** Decay of the average of weights: 0.99, by likelihood 0. */
  public Training averaging(double decay) {
    this.averaging = OptionalDouble.of(decay);
    return this;
  }

  /** Seed of everything random: 1. */
  public Training seed(long number) {
    this.seed = number;
    return this;
  }

  /** Workers, which change no result: all processors. */
  public Training threads(int workers) {
    this.threads = WorkerPool.require(workers);
    return this;
  }

  /** Writes the metrics for TensorBoard too, which changes no result: not. */
  public Training tensorBoard() {
    this.tensorBoard = true;
    return this;
  }

  /**
   * Runs, or goes on where an earlier run in the folder stopped.
   *
   * @param folder of model, checkpoints and metrics
   * @return the model; empty if the listener ended the run before its last update
   * @throws IllegalArgumentException if settings do not fit each other or the images
   * @throws rivulet.store.StoreException if the folder holds a run of other settings
   */
  public Optional<Model> run(Path folder, TrainingListener listener) {
    ModelSpec spec = network.spec(images);
    FlowRun run =
        new FlowRun(
            spec,
            config(),
            new TreeSet<>(IntStream.range(0, spec.levels()).boxed().toList()),
            images,
            RunDirectory.create(folder));
    AtomicBoolean stop = new AtomicBoolean();
    FlowRun.Execution execution =
        new FlowRun.Execution(
                updates, threads, Recipe.TAPE_MIB << 20, Recipe.CHECKPOINT_EVERY, true)
            .withEvents(tensorBoard);
    FlowRun.Outcome outcome =
        run.run(
            execution,
            (step, _, metrics) -> {
              double loss = metrics.stream().mapToDouble(m -> m.progress()).average().orElse(0);
              if (!listener.updated(step, loss)) {
                stop.set(true);
              }
            },
            stop::get);
    return outcome.updates() < updates
        ? Optional.empty()
        : Optional.of(new Model(ModelFile.read(run.directory().model(), network.own())));
  }

  private TrainConfig config() {
    double highest = rate.orElse(matching ? Recipe.MATCHING_RATE : Recipe.LIKELIHOOD_RATE);
    return new TrainConfig(
        seed,
        batch,
        Offloading.NONE.group(Recipe.GROUP, batch),
        new Schedule(highest, Recipe.WARM_UP, updates),
        Recipe.CLIP,
        Recipe.SKIP,
        averaging.orElse(matching ? Recipe.AVERAGING : 0),
        new Likelihood(
            Recipe.SOLVER, Recipe.TOLERANCE, Recipe.WEIGHT, Recipe.WEIGHT, 1, ProbeKind.RADEMACHER),
        new Matching(
            matching ? Matching.ALL : 0,
            TimeSampling.parse(Recipe.TIMES),
            false,
            Recipe.fineRate(highest)),
        DequantisationKind.TRUNCATED_NORMAL,
        Offloading.NONE,
        matching ? OptimiserKind.MUON : OptimiserKind.ADAM);
  }
}
