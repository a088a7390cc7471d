package rivulet.train;

import java.util.Arrays;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.AnalysedImage;
import rivulet.flow.FlowModel;
import rivulet.flow.ModelSpec;
import rivulet.noise.Dequantisation;
import rivulet.noise.Dequantiser;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.tensor.Shape;

/**
 * The images of one update: drawn, dequantised and taken apart once, for all levels. Image j is
 * loaded by one worker and then read by all; allocates nothing after construction.
 *
 * <p>Images are flipped before they are taken apart. With a crop, a level of more rows or columns
 * gives a window of so many at most, at a place that is a function of seed, epoch, image and level,
 * every place being equally likely.
 */
final class BatchImages {
  private final Batches batches;
  private final Dequantiser[] readers;
  private final double[][] scratch;
  private final AnalysedImage[] whole;
  private final AnalysedImage[] images;
  private final NoiseStream[] places;
  private final ModelSpec spec;
  private final TrainConfig config;
  private final TrainConfig.Augmentation augmentation;
  private final boolean likelihood;
  private long step;

  /**
   * @param data training images
   * @param dequantisation their noise
   * @param likelihood whether ln |det| of the pixel transform is asked for
   * @param threads workers
   */
  BatchImages(
      FlowModel model,
      TrainConfig config,
      ImageSet data,
      Dequantisation dequantisation,
      boolean likelihood,
      int threads) {
    this.likelihood = likelihood;
    this.batches = new Batches(config.seed(), (int) data.count(), config.batch());
    this.readers = new Dequantiser[threads];
    this.scratch = new double[threads][model.spec().dimensions()];
    this.spec = model.spec();
    this.config = config;
    this.augmentation = config.augmentation();
    boolean cuts = augmentation.crop() > 0;
    this.whole = AnalysedImage.lanes(model, cuts ? threads : 0);
    this.images = cuts ? windows(model, config) : AnalysedImage.lanes(model, config.batch());
    this.places = new NoiseStream[threads];
    Arrays.setAll(places, _ -> new NoiseStream());
    ImageLabels labels = ImageLabels.of(data, model.spec().imageClasses());
    for (int w = 0; w < threads; w++) {
      readers[w] =
          new Dequantiser(data, config.seed(), Purpose.DEQUANTISATION, dequantisation, labels);
    }
  }

  private static AnalysedImage[] windows(FlowModel model, TrainConfig config) {
    AnalysedImage[] windows = new AnalysedImage[config.batch()];
    Arrays.setAll(windows, _ -> AnalysedImage.windows(model, config.augmentation().crop()));
    return windows;
  }

  /** Chooses the images of an update; before {@link #load}, by one thread. */
  void prepare(long chosen) {
    step = chosen;
    batches.prepare(chosen);
  }

  /** Loads image j on a worker. */
  void load(int worker, int j) {
    readers[worker].read(position(j), epoch(j), scratch[worker]);
    flip(worker, j);
    if (augmentation.crop() == 0) {
      analyse(images[j], scratch[worker]);
      return;
    }
    analyse(whole[worker], scratch[worker]);
    for (int level = 0; level < spec.levels(); level++) {
      Shape shape = spec.state(level);
      NoiseStream place = places[worker];
      place.reset(config.seed(), Purpose.AUGMENTATION, epoch(j), index(j), level, 0, 0);
      int row = place(place, shape.height());
      images[j].cut(whole[worker], level, row, place(place, shape.width()));
    }
  }

  /** Mirrors an image in every second case; no level has the number that this is keyed by. */
  private void flip(int worker, int j) {
    NoiseStream chance = places[worker];
    chance.reset(config.seed(), Purpose.AUGMENTATION, epoch(j), index(j), spec.levels(), 0, 0);
    if (augmentation.flip() && chance.nextIndex(2) == 1) {
      mirror(scratch[worker], spec.pyramid().width());
    }
  }

  private static void mirror(double[] planar, int width) {
    for (int row = 0; row < planar.length; row += width) {
      for (int i = row, j = row + width - 1; i < j; i++, j--) {
        double left = planar[i];
        planar[i] = planar[j];
        planar[j] = left;
      }
    }
  }

  private void analyse(AnalysedImage into, double[] image) {
    if (likelihood) {
      into.analyse(image);
    } else {
      into.analyseValues(image);
    }
  }

  /** Where a window of an extent begins. */
  private int place(NoiseStream place, int extent) {
    return place.nextIndex(Math.max(0, extent - augmentation.crop()) + 1);
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
