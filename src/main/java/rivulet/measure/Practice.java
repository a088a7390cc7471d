package rivulet.measure;

import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.AnalysedImage;
import rivulet.flow.BlockSolver;
import rivulet.flow.LevelWorker;
import rivulet.flow.ModelSpec;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.ProbeKind;
import rivulet.noise.Dequantiser;

/**
 * The seams of a measurement: where an image's noise comes from, what each level is given of it,
 * how blocks are solved, and what is refused. Used by many threads at once.
 */
public interface Practice {
  /** A likelihood as it should be (docs/mathematics.md, section 2). */
  Practice LIKELIHOOD = new Practice() {};

  /** What reads images with their noise; for one worker. */
  default Dequantiser reader(EvaluationOptions options, ImageSet images, ImageLabels labels) {
    return new Dequantiser(
        images, options.seed(), options.noise(), options.dequantisation(), labels);
  }

  /**
   * Puts the level data of one image into a lane and draws its probes.
   *
   * @param level of the worker
   * @param image as it was read and taken apart; its data of this level may be modified
   * @param epoch number of the noise
   * @param index the image's own index
   */
  default void load(
      EvaluationOptions options,
      LevelWorker worker,
      int level,
      int lane,
      AnalysedImage image,
      int epoch,
      long index) {
    worker.load(lane, image, options.seed(), epoch, index);
  }

  /** How one worker solves the blocks of one level. */
  default BlockSolver blocks(ProbeKind probes) {
    return BlockSolver.ONCE;
  }

  /**
   * Refuses what would give a wrong number.
   *
   * @throws IllegalArgumentException if importance samples meet an estimated divergence
   */
  default void check(EvaluationOptions options, ModelSpec spec, Divergence divergence) {
    if (options.importance() > 1 && divergence.stochastic()) {
      throw new IllegalArgumentException(
          "importance samples: "
              + options.importance()
              + " samples need an exact divergence, found "
              + divergence.text()
              + ": the exponential favours an estimate that errs upwards, so bits/dim would come"
              + " out too low; use `divergence` exact");
    }
  }
}
