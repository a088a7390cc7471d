package rivulet.training;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import rivulet.Progress;
import rivulet.data.ImageSet;
import rivulet.flow.ModelSpec;
import rivulet.measure.Decoding;
import rivulet.measure.Evaluation;
import rivulet.noise.DequantisationKind;
import rivulet.store.PixelTransformChoice;
import rivulet.store.RunDirectory;
import rivulet.tensor.backend.OpenBackend;
import rivulet.train.FlowRun;
import rivulet.train.HeldBack;
import rivulet.train.PixelTransformTrial;
import rivulet.train.StartingPoint;
import rivulet.train.TrainConfig;
import rivulet.train.TrainingRun;

/**
 * The run that a description comes down to.
 *
 * @param spec the model, also that of {@code start}
 * @param start the model that it goes on from
 * @param objective what is descended
 * @param config what determines the result
 * @param onlyLevels levels to train; none: all
 * @param images trained on
 * @param heldBack others
 */
record DescribedRun(
    ModelSpec spec,
    Optional<StartingPoint> start,
    TrainingObjective objective,
    TrainConfig config,
    SortedSet<Integer> onlyLevels,
    ImageSet images,
    HeldBack heldBack) {

  /**
   * The noise that was named, else the usual one. A model that is trained on keeps its own, which
   * {@code uniform} does not change.
   */
  static DequantisationKind noise(
      Optional<String> named, boolean started, TrainingObjective objective) {
    return named.map(DequantisationKind::parse).orElse(usualNoise(started, objective));
  }

  private static DequantisationKind usualNoise(boolean started, TrainingObjective objective) {
    return started || objective.descendsNoise()
        ? DequantisationKind.UNIFORM
        : DequantisationKind.TRUNCATED_NORMAL;
  }

  /** Images for choices are held back, or given apart. */
  static void requireOne(long heldBack, boolean apart) {
    if (heldBack != 0 && apart) {
      throw new IllegalArgumentException(
          "train: `validation` gives images for choices and "
              + heldBack
              + " are to be held back too; leave one of them out");
    }
  }

  Training.Plan plan() {
    long flops = 0;
    for (int level = 0; level < spec.levels(); level++) {
      flops += spec.blocks() * spec.field(level).program().flops();
    }
    return new Training.Plan(
        images.count(), spec.levels(), spec.parameters(), flops, config.batch());
  }

  PixelTransformTrial trial() {
    return new PixelTransformTrial(spec, config, images);
  }

  PixelTransformChoice choosePixelTransform(int threads, long tapeBytes, Progress progress) {
    PixelTransformTrial trial = trial();
    try (OpenBackend opened = config.offloading().open()) {
      int group = config.offloading().group(Decoding.group(spec), trial.heldBack());
      var workers = new Evaluation.Workers(threads, group);
      var execution = new PixelTransformTrial.Execution(workers, tapeBytes, opened.tuning());
      return trial.run(execution, progress::done);
    }
  }

  /** The same in a folder, of which nothing is touched. */
  TrainingRun in(RunDirectory run, List<Long> falls) {
    TrainConfig over = config.with(config.schedule().withFalls(falls));
    return objective.descendsNoise()
        ? noise(over, run)
        : new FlowRun(spec, over, levels(), images, run, start, heldBack);
  }

  private TrainingRun noise(TrainConfig over, RunDirectory run) {
    if (!onlyLevels.isEmpty()) {
      throw new IllegalArgumentException(
          "train: `objective` dequantisation trains no level; leave `only-levels` out");
    }
    StartingPoint from =
        start.orElseThrow(() ->
            new IllegalArgumentException(
                "train: `objective` dequantisation trains the noise of a trained model; name it by"
                    + " `from`"));
    if (over.dequantisation() != DequantisationKind.UNIFORM) {
      throw new IllegalArgumentException(
          "train: `objective` dequantisation trains variational noise, found `dequantisation` "
              + over.dequantisation().id()
              + "; leave it out");
    }
    return objective.noiseRun(from, over, images, run).without(heldBack);
  }

  private SortedSet<Integer> levels() {
    return onlyLevels.isEmpty()
        ? new TreeSet<>(IntStream.range(0, spec.levels()).boxed().toList())
        : onlyLevels;
  }
}
