package rivulet.train;

import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.AnalysedImage;
import rivulet.flow.FlowModel;
import rivulet.noise.Dequantisation;
import rivulet.noise.Dequantiser;
import rivulet.random.Purpose;

/**
 * The images of one update: drawn, dequantised and taken apart once, for all levels. Image j is
 * loaded by one worker and then read by all; allocates nothing after construction.
 */
final class BatchImages {
  private final Batches batches;
  private final Dequantiser[] readers;
  private final double[][] scratch;
  private final AnalysedImage[] images;
  private long step;

  /**
   * @param data training images
   * @param dequantisation their noise
   * @param threads workers
   */
  BatchImages(
      FlowModel model,
      TrainConfig config,
      ImageSet data,
      Dequantisation dequantisation,
      int threads) {
    this.batches = new Batches(config.seed(), (int) data.count(), config.batch());
    this.readers = new Dequantiser[threads];
    this.scratch = new double[threads][model.spec().dimensions()];
    this.images = AnalysedImage.lanes(model, config.batch());
    ImageLabels labels = ImageLabels.of(data, model.spec().imageClasses());
    for (int w = 0; w < threads; w++) {
      readers[w] =
          new Dequantiser(data, config.seed(), Purpose.DEQUANTISATION, dequantisation, labels);
    }
  }

  /** Chooses the images of an update; before {@link #load}, by one thread. */
  void prepare(long chosen) {
    step = chosen;
    batches.prepare(chosen);
  }

  /** Loads image j on a worker. */
  void load(int worker, int j) {
    readers[worker].read(position(j), epoch(j), scratch[worker]);
    images[j].analyse(scratch[worker]);
  }

  private int position(int j) {
    return batches.position(step, j);
  }

  /** Pass over the data that image j belongs to. */
  int epoch(int j) {
    return batches.epoch(step, j);
  }

  /** The number of image j in its file, which its noise is keyed by. */
  long index(int j) {
    return readers[0].index(position(j));
  }

  /** The class of image j. */
  int label(int j) {
    return readers[0].label(position(j));
  }

  AnalysedImage image(int j) {
    return images[j];
  }
}
