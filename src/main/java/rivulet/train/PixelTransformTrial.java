package rivulet.train;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import rivulet.data.ImageSet;
import rivulet.data.Split;
import rivulet.flow.FlowModel;
import rivulet.flow.ModelSpec;
import rivulet.flow.pretransform.PreTransformKind;
import rivulet.measure.Evaluation;
import rivulet.measure.PairedDifference;
import rivulet.store.PixelTransformChoice;
import rivulet.store.StoredModel;
import rivulet.tensor.kernel.Tuning;

/**
 * Lets the images decide on the transform of pixels: none or {@code atoms}. A tenth of a run's
 * images, at most {@value #MOST_HELD_BACK}, are held back; on the others each candidate is measured
 * and trained for a few updates as the run itself would be, all levels by matching, with a rate
 * that falls to zero at their end; then both are measured on the same images with the same noise
 * and probes. The choice is a function of images, model description and configuration, for any
 * number of threads.
 *
 * <p>No other transform is tried: with {@code cdf} Fashion-MNIST comes to the same as with {@code
 * atoms}, a bounded map such as {@code logit} did neither harm nor good, and either costs the
 * logarithms that networks see of the coarser image.
 *
 * @param spec the model; its own transform of pixels does not matter
 * @param config the training
 * @param data images of the run, nothing of which the choice needs to see again
 * @param updates of each candidate
 */
public record PixelTransformTrial(ModelSpec spec, TrainConfig config, ImageSet data, long updates) {
  /** Updates that tell candidates apart which differ after a whole training. */
  private static final long UPDATES = 200;

  private static final int MOST_HELD_BACK = 200;
  private static final int SHARE = 10;
  private static final int FEWEST_HELD_BACK = 10;

  private static final String SIMPLER = "none";
  private static final String OTHER = PreTransformKind.ATOMS.id();

  /**
   * How the work is done, without influence on the choice.
   *
   * @param workers of training and measuring
   * @param tapeBytes native memory per worker for residuals
   * @param tuning of the kernels
   */
  public record Execution(Evaluation.Workers workers, long tapeBytes, Tuning tuning) {}

  /** Told, by one thread, how many updates of both candidates together are done. */
  public interface Listener {
    void updated(long done, long all);
  }

  /** A trial of as many updates as are usual. */
  public PixelTransformTrial(ModelSpec spec, TrainConfig config, ImageSet data) {
    this(spec, config, data, UPDATES);
  }

  /**
   * Refuses what cannot be decided.
   *
   * @throws IllegalArgumentException if there are too few images, or the run does not match
   */
  public PixelTransformTrial {
    if (config.matching().updates() == 0) {
      throw new IllegalArgumentException(
          "train: the pixel transform is chosen by a short training with matching, found a run by"
              + " likelihood alone; name a transform or choose another objective");
    }
    long needed = (long) SHARE * FEWEST_HELD_BACK;
    if (data.count() < needed) {
      throw new IllegalArgumentException(
          "train: choosing the pixel transform holds images back and needs at least "
              + needed
              + ", the data has "
              + data.count()
              + "; name a transform");
    }
    long left = data.count() - heldBack(data.count());
    if (config.batch() > left) {
      throw new IllegalArgumentException(
          "train: choosing the pixel transform leaves "
              + left
              + " of "
              + data.count()
              + " images to train on, a batch has "
              + config.batch()
              + "; choose smaller batches or name a transform");
    }
  }

  private static int heldBack(long count) {
    return (int) Math.min(MOST_HELD_BACK, count / SHARE);
  }

  /** Images that are held back. */
  public int heldBack() {
    return heldBack(data.count());
  }

  /**
   * Trains and measures both.
   *
   * @throws IllegalStateException if a candidate's training comes apart
   */
  public PixelTransformChoice run(Execution execution, Listener listener) {
    Split split = Split.of(data, heldBack(), config.seed());
    ImageSet train = data.select(split.train());
    ImageSet heldBack = data.select(split.validation());
    Evaluation simpler =
        measured(SIMPLER, train, heldBack, execution, n -> listener.updated(n, 2 * updates));
    Evaluation other =
        measured(
            OTHER, train, heldBack, execution, n -> listener.updated(updates + n, 2 * updates));
    PairedDifference gain = PairedDifference.of(simpler.perImage(), other.perImage());
    return new PixelTransformChoice(
        candidate(SIMPLER, simpler),
        candidate(OTHER, other),
        new PixelTransformChoice.Gain(gain.mean(), gain.standardError()),
        heldBack.count(),
        updates);
  }

  private static PixelTransformChoice.Candidate candidate(String transform, Evaluation found) {
    return new PixelTransformChoice.Candidate(
        transform, found.noFlowBitsPerDim(), found.bitsPerDim());
  }

  private Evaluation measured(
      String transform,
      ImageSet train,
      ImageSet heldBack,
      Execution execution,
      LongConsumer count) {
    TrainConfig brief = brief();
    StoredModel start =
        UntrainedModel.of(
            spec.withPixelTransform(transform), brief, train, execution.workers().threads());
    FlowModel trained = trained(start, brief, train, execution, count);
    return BriefEvaluation.of(
        trained,
        start.dequantisation(),
        heldBack,
        config.seed(),
        execution.workers(),
        execution.tuning());
  }

  /** The run's training, over after a few updates. */
  private TrainConfig brief() {
    Matching own = config.matching();
    return config
        .with(config.schedule().withFalls(List.of(updates)))
        .with(new Matching(Matching.ALL, own.times(), own.paired(), own.fineRate()));
  }

  private FlowModel trained(
      StoredModel start,
      TrainConfig brief,
      ImageSet train,
      Execution execution,
      LongConsumer count) {
    SortedSet<Integer> levels = new TreeSet<>(start.levels().keySet());
    FlowProblem problem =
        new FlowProblem(
            start.complete(),
            levels,
            brief,
            brief.matching(),
            train,
            start.dequantisation(),
            execution.workers().threads(),
            execution.tapeBytes(),
            execution.tuning());
    String name = "train: the trial of the pixel transform " + start.spec().pixelTransform().text();
    try (Trainer trainer = new Trainer(name, brief, problem, execution.workers().threads())) {
      trainer.run(updates, () -> false, done -> count.accept(done.step()));
      return problem.finish();
    }
  }
}
