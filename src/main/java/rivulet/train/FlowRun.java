package rivulet.train;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.ModelSpec;
import rivulet.measure.ImageFit;
import rivulet.noise.Dequantisation;
import rivulet.noise.DequantisationKind;
import rivulet.store.RunDirectory;
import rivulet.store.StoredModel;
import rivulet.tensor.backend.OpenBackend;
import rivulet.train.descent.LevelWeights;

/**
 * A training run in a directory: starts or resumes, writes metrics and checkpoints, and in the end
 * the model.
 *
 * @param spec the model
 * @param config the training
 * @param levels levels to train
 * @param data training images
 * @param directory where everything goes
 * @param from the model that the run begins with; empty: a new one
 * @param heldBack images that are not in {@code data}
 */
public record FlowRun(
    ModelSpec spec,
    TrainConfig config,
    SortedSet<Integer> levels,
    ImageSet data,
    RunDirectory directory,
    Optional<StartingPoint> from,
    HeldBack heldBack)
    implements TrainingRun {

  /** A run that begins with a new model. */
  public FlowRun(
      ModelSpec spec,
      TrainConfig config,
      SortedSet<Integer> levels,
      ImageSet data,
      RunDirectory directory) {
    this(spec, config, levels, data, directory, Optional.empty());
  }

  /** A run from whose data none were held back. */
  public FlowRun(
      ModelSpec spec,
      TrainConfig config,
      SortedSet<Integer> levels,
      ImageSet data,
      RunDirectory directory,
      Optional<StartingPoint> from) {
    this(spec, config, levels, data, directory, from, HeldBack.NONE);
  }

  /**
   * How a run is carried out, without influence on its result.
   *
   * @param steps updates in all
   * @param threads workers
   * @param tapeBytes native memory per worker for residuals
   * @param checkpointEvery updates between checkpoints, 0 for the end only
   * @param resume whether to continue from a checkpoint if there is one
   * @param events whether to write the metrics for TensorBoard too
   */
  public record Execution(
      long steps,
      int threads,
      long tapeBytes,
      int checkpointEvery,
      boolean resume,
      boolean events) {
    /** Without files for TensorBoard. */
    public Execution(long steps, int threads, long tapeBytes, int checkpointEvery, boolean resume) {
      this(steps, threads, tapeBytes, checkpointEvery, resume, false);
    }

    /** The same with files for TensorBoard, or without. */
    public Execution withEvents(boolean written) {
      return new Execution(steps, threads, tapeBytes, checkpointEvery, resume, written);
    }

    public Execution {
      if (steps < 0 || threads < 1 || checkpointEvery < 0) {
        throw new IllegalArgumentException(
            "train: steps and checkpoint interval must be at least 0 and threads at least 1, found "
                + steps
                + ", "
                + checkpointEvery
                + ", "
                + threads);
      }
    }
  }

  /**
   * What a run came to.
   *
   * @param updates done in all
   * @param skipped updates left out among them, counted at each level
   * @param nativeBytes most native memory that was held, a multiple neither of updates nor of
   *     images
   * @param best the model that was best on images held back; none where none is measured
   * @param enough whether it ended because none was better for long
   */
  public record Outcome(
      long updates, long skipped, long nativeBytes, Optional<Judged> best, boolean enough) {}

  /**
   * What a model came to on images held back.
   *
   * @param updates that it comes from
   * @param images held back
   * @param bitsPerDim on these images, measured quickly; infinite where a solve did not arrive
   * @param standardError of their mean
   */
  public record Judged(long updates, long images, double bitsPerDim, double standardError) {}

  /** Told how a run goes. */
  public interface Listener {
    /**
     * The run has its directory for itself, and nothing is written yet.
     *
     * @param done updates that its checkpoint has
     */
    default void begun(long done) {}

    /** After every update. */
    void updated(long step, long steps, List<LevelMetrics> metrics);

    /**
     * After {@link #updated}, where images were held back to judge by.
     *
     * @param better whether it is the best model so far
     */
    default void judged(Judged found, boolean better) {}
  }

  public FlowRun {
    levels = new TreeSet<>(levels);
    for (int level : levels) {
      if (level < 0 || level >= spec.levels()) {
        throw new IllegalArgumentException(
            "train: level " + level + " asked, there are 0 to " + (spec.levels() - 1));
      }
    }
    requireBatch(config, data);
    ImageLabels.of(data, spec.imageClasses());
    if (from.isEmpty() && config.dequantisation() == DequantisationKind.VARIATIONAL) {
      config.dequantisation().fit(data); // says how such noise is made
    }
    from.ifPresent(point -> requireFit(point, spec, config, data));
    if (config.matching().updates() > 0 && spec.blocks() != 1) {
      throw new IllegalArgumentException(
          "train: matching needs one block per level, found "
              + spec.blocks()
              + "; choose `blocks` 1 or `objective` likelihood");
    }
    if (config.matching().updates() > 0 && config.matching().paired() && spec.classes() > 0) {
      throw new IllegalArgumentException(
          "train: optimal pairing would make the noise depend on the class and bias the target;"
              + " leave out `pairing` or `conditional`");
    }
    if (levels.isEmpty()) {
      throw new IllegalArgumentException("train: no level chosen");
    }
    for (int level : levels) {
      LevelWeights.requireSome(spec.field(level));
    }
    requireWindows(levels, config.augmentation().crop());
    if (heldBack.patience() > 0 && levels.size() < spec.levels()) {
      throw new IllegalArgumentException(
          "train: `patience` judges the model of all levels, found `only-levels` "
              + levels
              + "; leave one of them out");
    }
    heldBack.images().ifPresent(images -> ImageFit.require("train", spec, images));
  }

  /**
   * Runs until all updates are done or {@code stop} says so; then writes a checkpoint, and if done
   * the model.
   *
   * @return updates done and memory held
   */
  public Outcome run(Execution execution, Listener listener, BooleanSupplier stop) {
    try (OpenBackend backend = config.offloading().open()) {
      return run(execution, backend, listener, stop);
    }
  }

  @Override
  public Outcome run(
      Execution execution, OpenBackend backend, Listener listener, BooleanSupplier stop) {
    requireBackend(config, backend);
    RunLoop.Problems problems =
        (phase, start, flow) ->
            new FlowProblem(
                flow,
                levels,
                config,
                phase.objective(),
                data,
                start.dequantisation(),
                execution.threads(),
                execution.tapeBytes(),
                backend.tuning());
    BestModel best =
        new BestModel(directory, heldBack, config, execution.threads(), backend.tuning());
    return new RunLoop(
            config,
            config.phases(),
            () -> start(execution.threads()),
            problems,
            directory,
            execution,
            best,
            listener,
            stop)
        .run(levels.toString());
  }

  /** Windows of a level are those of images, which halve evenly down to the coarsest level. */
  private static void requireWindows(SortedSet<Integer> levels, int crop) {
    int multiple = 1 << Math.max(0, levels.last() - 1);
    if (crop % multiple != 0) {
      throw new IllegalArgumentException(
          "train: `crop` must be a multiple of "
              + multiple
              + " where level "
              + levels.last()
              + " is trained, found "
              + crop
              + "; choose "
              + Math.ceilDiv(crop, multiple) * multiple);
    }
  }

  static void requireBatch(TrainConfig config, ImageSet data) {
    if (config.batch() > data.count()) {
      throw new IllegalArgumentException(
          "train: a batch of "
              + config.batch()
              + " needs as many images, the data has "
              + data.count()
              + "; choose a smaller `batch`");
    }
  }

  static void requireBackend(TrainConfig config, OpenBackend backend) {
    if (!backend.offloading().equals(config.offloading())) {
      throw new IllegalArgumentException(
          "train: the configuration says "
              + config.offloading()
              + ", "
              + backend.offloading()
              + " was opened");
    }
  }

  static void requireFit(StartingPoint point, ModelSpec spec, TrainConfig config, ImageSet data) {
    if (!point.model().spec().equals(spec)) {
      throw new IllegalArgumentException(
          "train: the model to start from is " + point.model().spec() + ", asked for " + spec);
    }
    ImageFit.require("train", spec, data);
    if (config.dequantisation() != DequantisationKind.UNIFORM
        && config.dequantisation() != point.model().dequantisation().kind()) {
      throw new IllegalArgumentException(
          "train: the model to start from has "
              + point.model().dequantisation().kind().id()
              + " noise, asked for "
              + config.dequantisation().id()
              + "; leave `dequantisation` out");
    }
    int bits = point.model().dequantisation().bits();
    if (config.bits() != Dequantisation.WHOLE_BITS && config.bits() != bits) {
      throw new IllegalArgumentException(
          "train: the model to start from is of pixels of "
              + bits
              + " bits, asked for "
              + config.bits()
              + "; leave `bits` out");
    }
  }

  /** Adds what else a model's file says of the images it was trained on. */
  static void describe(
      SortedMap<String, String> provenance, ModelSpec spec, ImageSet data, HeldBack heldBack) {
    if (heldBack.count() > 0) {
      provenance.put(StoredModel.HELD_BACK, Long.toString(heldBack.count()));
    }
    if (spec.classes() > 0) {
      provenance.put("labels_sha256", ImageLabels.of(data, spec.imageClasses()).sha256());
    }
  }

  /** What the first update begins with. */
  private StoredModel start(int threads) {
    StoredModel model =
        from.map(StartingPoint::model)
            .orElseGet(() -> UntrainedModel.of(spec, config, data, threads));
    Dequantisation noise = model.dequantisation();
    SortedMap<String, String> provenance =
        config.with(noise.kind()).onBits(noise.bits()).provenance(data.sha256());
    from.ifPresent(point -> provenance.put("started_from", point.sha256()));
    describe(provenance, spec, data, heldBack);
    return new StoredModel(
        spec, model.pixelTransform(), model.levels(), provenance, model.dequantisation());
  }
}
