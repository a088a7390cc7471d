package rivulet;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import rivulet.autodiff.TracedField;
import rivulet.flow.network.LayerKind;
import rivulet.parallel.WorkerPool;
import rivulet.points.PointConfig;
import rivulet.points.PointField;
import rivulet.points.PointModel;
import rivulet.points.PointNetwork;
import rivulet.points.PointProblem;
import rivulet.points.PointRecipe;
import rivulet.points.PointShape;
import rivulet.points.PointSource;
import rivulet.points.StoredPoints;
import rivulet.tensor.Activation;

/**
 * The training of a flow of points. What is not set is what {@code play} does; the same data and
 * settings give the same numbers. Each setter changes this object and returns it.
 */
public final class PointTraining {
  private final PointSource source;
  private Optional<TracedField> field = Optional.empty();
  private List<Integer> hidden = PointRecipe.HIDDEN;
  private boolean matching = true;
  private int batch = PointRecipe.BATCH;
  private OptionalDouble rate = OptionalDouble.empty();
  private long updates;
  private long seed = 1;
  private int threads = WorkerPool.usual();

  private PointTraining(PointSource source) {
    this.source = source;
  }

  /** The training of a flow of these points. */
  public static PointTraining of(PointData data) {
    return new PointTraining(data.source());
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

  /** Hidden widths of the published network: 64, 64, 64, 64. */
  public PointTraining hidden(Integer... widths) {
    this.hidden = List.of(widths);
    return this;
  }

  /** Descends −ln p of solved points, with exact divergence, instead of matching velocities. */
  public PointTraining byLikelihood() {
    this.matching = false;
    return this;
  }

  /** Points per update, a multiple of 128: 512. */
  public PointTraining batch(int size) {
    this.batch = size;
    return this;
  }

  /** Updates in all: 12,000 of matching, 400 of likelihood. */
  public PointTraining updates(long number) {
    if (number < 1) {
      throw new IllegalArgumentException("points: updates must be at least 1, found " + number);
    }
    this.updates = number;
    return this;
  }

  /** Highest learning rate: 0.01. */
  public PointTraining learningRate(double highest) {
    this.rate = OptionalDouble.of(highest);
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
   * Runs until all updates are done or the listener says so.
   *
   * @throws IllegalArgumentException if settings do not fit each other or the points
   * @throws IllegalStateException if a solve does not arrive, or too many updates were left out
   */
  public PointFlow run(TrainingListener listener) {
    long all = updates > 0 ? updates : PointRecipe.updates(matching);
    PointShape shape =
        field
            .<PointShape>map(PointField::new)
            .orElseGet(() ->
                new PointNetwork(
                    source.dimensions(),
                    hidden,
                    LayerKind.named(PointRecipe.LAYER),
                    Activation.parse(PointRecipe.ACTIVATION)));
    PointConfig config =
        PointRecipe.config(matching, seed, batch, rate.orElse(PointRecipe.RATE), all);
    PointModel start = PointModel.fresh(shape, source, seed);
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong done = new AtomicLong();
    PointModel trained =
        PointProblem.train(
            source,
            start,
            config,
            threads,
            all,
            stop::get,
            trainer -> {
              done.set(trainer.step());
              stop.set(!listener.updated(trainer.step(), trainer.loss()));
            });
    return new PointFlow(new StoredPoints(trained, config.provenance(source, done.get())));
  }
}
