package rivulet;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import rivulet.autodiff.TracedField;
import rivulet.flow.TimeSampling;
import rivulet.flow.network.LayerKind;
import rivulet.parallel.WorkerPool;
import rivulet.points.PointConfig;
import rivulet.points.PointField;
import rivulet.points.PointNetwork;
import rivulet.points.PointProblem;
import rivulet.points.PointRecipe;
import rivulet.points.PointShape;
import rivulet.points.PointSource;
import rivulet.points.StoredPoints;
import rivulet.tensor.Activation;
import rivulet.train.Matching;
import rivulet.train.descent.LevelWeights;

/**
 * The training of a flow of points. What is not set is what {@code play} does; the same data and
 * settings give the same numbers. Each setter changes this object and returns it; null is refused.
 */
public final class PointTraining {
  private final PointSource source;
  private final PointRecipe recipe;
  private Optional<TracedField> field = Optional.empty();
  private List<Integer> hidden;
  private LayerKind layer;
  private Activation activation = Activation.parse(PointRecipe.ACTIVATION);
  private boolean matching = true;
  private boolean paired;
  private double kinetic;
  private TimeSampling times;
  private int batch = PointRecipe.BATCH;
  private double rate;
  private double averaging = PointRecipe.AVERAGING;
  private OptionalLong updates = OptionalLong.empty();
  private long seed = 1;
  private int threads = WorkerPool.usual();

  private PointTraining(PointSource source) {
    this.source = source;
    this.recipe = PointRecipe.of(source);
    this.hidden = recipe.hidden();
    this.layer = recipe.layer();
    this.times = recipe.times();
    this.rate = recipe.rate();
  }

  /** The training of a flow of these points. */
  public static PointTraining of(PointData data) {
    return new PointTraining(Objects.requireNonNull(data, "points: data").source());
  }

  /**
   * Flows along a field of your own instead of the published network.
   *
   * @param own of a state D × 1 × 1, without condition
   */
  public PointTraining field(TracedField own) {
    this.field = Optional.of(Objects.requireNonNull(own, "points: field"));
    return this;
  }

  /** Hidden widths of the published network: 64, 64, 64, 64; of the mixture 512. */
  public PointTraining hidden(Integer... widths) {
    Objects.requireNonNull(widths, "points: hidden");
    Arrays.stream(widths).forEach(width -> Objects.requireNonNull(width, "points: hidden"));
    this.hidden = List.of(widths);
    return this;
  }

  /** How time enters its layers, {@code concat} or {@code concatsquash}, which the mixture has. */
  public PointTraining layer(String kind) {
    this.layer = LayerKind.named(Objects.requireNonNull(kind, "points: layer"));
    return this;
  }

  /** What follows its hidden layers, as {@link Activation} names it: {@code swish}. */
  public PointTraining activation(String name) {
    this.activation = Activation.parse(Objects.requireNonNull(name, "points: activation"));
    return this;
  }

  /**
   * What is descended: {@code matching}, the squared error of velocities along straight paths, or
   * {@code likelihood}, −ln p of solved points with exact divergence.
   */
  public PointTraining objective(String name) {
    this.matching =
        switch (Objects.requireNonNull(name, "points: objective")) {
          case "matching" -> true;
          case "likelihood" -> false;
          default ->
              throw new IllegalArgumentException(
                  "play: objective '" + name + "' is unknown; choose matching or likelihood");
        };
    return this;
  }

  /**
   * How matching pairs data and noise of a batch: {@code none}, by chance, or {@code optimal}, by
   * the exact assignment of least squared distance, which takes the cube of the batch's size.
   */
  public PointTraining pairing(String name) {
    this.paired = Matching.pairs("play", Objects.requireNonNull(name, "points: pairing"));
    return this;
  }

  /** Weight of the kinetic energy of solved points, a regulariser of likelihood: 0. */
  public PointTraining kinetic(double weight) {
    this.kinetic = weight;
    return this;
  }

  /**
   * Times of matching: {@code uniform}, which the mixture has, or {@code
   * logit-normal:MEAN:DEVIATION} with -1.5 and 1.5; the smaller the mean the nearer the data.
   */
  public PointTraining times(String name) {
    this.times = TimeSampling.parse(Objects.requireNonNull(name, "points: times"));
    return this;
  }

  /** Points per update, a multiple of 128: 512. */
  public PointTraining batch(int size) {
    this.batch = size;
    return this;
  }

  /** Updates in all: 12,000 of matching, of the mixture 6,000; 400 of likelihood. */
  public PointTraining updates(long number) {
    if (number < 1) {
      throw new IllegalArgumentException("points: updates must be at least 1, found " + number);
    }
    this.updates = OptionalLong.of(number);
    return this;
  }

  /** Updates that {@link #run} makes. */
  public long updates() {
    return updates.orElse(recipe.updates(matching));
  }

  /** Highest learning rate: 0.01, of the mixture 0.004. */
  public PointTraining learningRate(double highest) {
    this.rate = highest;
    return this;
  }

  /** Decay of the moving average of the weights: 0.99. */
  public PointTraining averaging(double decay) {
    this.averaging = decay;
    return this;
  }

  /** Seed of everything random: 1. */
  public PointTraining seed(long number) {
    this.seed = number;
    return this;
  }

  /** Workers, which change no result: all processors. */
  public PointTraining threads(int workers) {
    this.threads = WorkerPool.require(workers);
    return this;
  }

  /**
   * Looks at the settings before anything is trained.
   *
   * @return this
   * @throws IllegalArgumentException if they do not fit each other or the points
   */
  public PointTraining checked() {
    PointShape shape = shape();
    config().with(shape);
    LevelWeights.requireSome(shape.field(1));
    return this;
  }

  /** The flow that the training begins with: in general the normal of the data's moments. */
  public PointFlow untrained() {
    return flow(new PointProblem.Outcome(recipe.fresh(shape(), source, seed), 0), config());
  }

  /** A training after an update, for as long as its thread waits for the answer. */
  public interface Moment {
    /** Updates done. */
    long update();

    /** Mean of what is descended over the last batch. */
    double loss();

    /**
     * The flow that it comes to if there is no further update; it can be kept.
     *
     * @throws IllegalStateException once the answer is given: the training has gone on
     */
    PointFlow flow();
  }

  /**
   * Runs until all updates are done or the listener says so, which is told of no levels.
   *
   * @throws IllegalArgumentException if settings do not fit each other or the points
   * @throws IllegalStateException if a solve does not arrive, or too many updates were left out
   */
  public PointFlow run(TrainingListener listener) {
    Objects.requireNonNull(listener, "points: listener");
    checked();
    listener.begun(0);
    if (listener.cancelled()) {
      return untrained();
    }
    return watch(now -> listener.updated(now.update(), now.loss()) && !listener.cancelled());
  }

  /**
   * As {@link #run}, with what the training has come to.
   *
   * @param goOn asked after every update, on the training thread
   */
  public PointFlow watch(Predicate<Moment> goOn) {
    Objects.requireNonNull(goOn, "points: goOn");
    checked();
    PointShape shape = shape();
    PointConfig config = config();
    PointProblem.Outcome end =
        PointProblem.train(
            source,
            recipe.fresh(shape, source, seed),
            config,
            threads,
            updates(),
            state -> {
              Now now = new Now(state, config);
              try {
                return goOn.test(now);
              } finally {
                now.over = true;
              }
            });
    return flow(end, config);
  }

  /** One moment of this training. */
  private final class Now implements Moment {
    private final PointProblem.State state;
    private final PointConfig config;
    private final long update;
    private final double loss;
    private volatile boolean over;

    Now(PointProblem.State state, PointConfig config) {
      this.state = state;
      this.config = config;
      this.update = state.updates();
      this.loss = state.loss();
    }

    @Override
    public long update() {
      return update;
    }

    @Override
    public double loss() {
      return loss;
    }

    @Override
    public PointFlow flow() {
      if (over) {
        throw new IllegalStateException(
            "points: the training has gone on since update "
                + update
                + "; ask for its flow before the answer whether to go on, and keep that");
      }
      return PointTraining.this.flow(state.outcome(), config);
    }
  }

  private PointFlow flow(PointProblem.Outcome end, PointConfig config) {
    return new PointFlow(new StoredPoints(end.model(), config.provenance(source, end.updates())));
  }

  private PointShape shape() {
    return field
        .<PointShape>map(PointField::new)
        .orElseGet(() -> new PointNetwork(source.dimensions(), hidden, layer, activation));
  }

  private PointConfig config() {
    if (matching ? kinetic > 0 : paired) {
      throw new IllegalArgumentException(
          "play: `kinetic` belongs to likelihood and `pairing` to matching, found them with "
              + (matching ? "matching" : "likelihood"));
    }
    return PointRecipe.config(
        seed,
        batch,
        rate,
        updates(),
        averaging,
        PointRecipe.likelihood(kinetic),
        PointRecipe.matching(matching, times, paired));
  }
}
