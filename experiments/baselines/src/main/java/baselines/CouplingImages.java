package baselines;

import java.util.Arrays;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.FlowModel;
import rivulet.noise.Dequantisation;
import rivulet.noise.Dequantiser;
import rivulet.random.Purpose;
import rivulet.train.Batches;
import rivulet.train.TrainConfig;

/** Training images taken apart for the couplings of all levels, with the noise of our trainings. */
final class CouplingImages implements ProgramProblem.Source {
  private final Batches batches;
  private final Dequantiser reader;
  private final ImageLevels[] images;
  private final double[] scratch;
  private long step;

  CouplingImages(FlowModel model, Dequantisation noise, TrainConfig config, ImageSet data) {
    this.batches = new Batches(config.seed(), (int) data.count(), config.batch());
    this.reader =
        new Dequantiser(data, config.seed(), Purpose.DEQUANTISATION, noise, ImageLabels.none());
    this.images = new ImageLevels[config.batch()];
    Arrays.setAll(images, _ -> new ImageLevels(model));
    this.scratch = new double[data.imageBytes()];
  }

  @Override
  public void choose(long chosen) {
    step = chosen;
    batches.prepare(chosen);
  }

  @Override
  public void prepare(int j) {
    reader.read(batches.position(step, j), batches.epoch(step, j), scratch);
    images[j].take(scratch);
  }

  @Override
  public void load(int level, int j, GroupWorker into, int lane) {
    load(images[j], level, into, lane);
  }

  /** Puts a level of an image into a lane. */
  static void load(ImageLevels image, int level, GroupWorker into, int lane) {
    into.state(lane, image.data(level));
    if (level > 0) {
      into.image(LossProgram.CONDITION, lane, image.condition(level));
    }
  }
}
