package baselines;

import java.util.Arrays;
import rivulet.data.ImageSet;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.train.Batches;
import rivulet.train.TrainConfig;

/** Training images of a {@link Vae}, each with one draw of its code's noise per epoch. */
final class VaeImages implements ProgramProblem.Source {
  private final Batches batches;
  private final ImageSet data;
  private final long seed;
  private final VaeImage[] images;
  private final byte[] pixels;
  private final double[] noise;
  private final NoiseStream stream = new NoiseStream();
  private long step;

  VaeImages(Vae vae, Squeeze squeeze, TrainConfig config, ImageSet data) {
    this.batches = new Batches(config.seed(), (int) data.count(), config.batch());
    this.data = data;
    this.seed = config.seed();
    this.images = new VaeImage[config.batch()];
    Arrays.setAll(images, _ -> new VaeImage(squeeze));
    this.pixels = new byte[data.imageBytes()];
    this.noise = new double[(int) vae.code().elements()];
  }

  @Override
  public void choose(long chosen) {
    step = chosen;
    batches.prepare(chosen);
  }

  @Override
  public void prepare(int j) {
    data.read(batches.position(step, j), pixels);
    images[j].take(pixels);
  }

  @Override
  public void load(int program, int j, GroupWorker into, int lane) {
    long index = data.originalIndex(batches.position(step, j));
    stream.reset(seed, Purpose.MATCHING, batches.epoch(step, j), index, 0, 0, 0);
    stream.gaussian(noise, 0, noise.length);
    images[j].load(into, lane);
    into.image(Vae.NOISE, lane, noise);
  }
}
