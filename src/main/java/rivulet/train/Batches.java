package rivulet.train;

import rivulet.random.NoiseStream;
import rivulet.random.Purpose;

/**
 * Which image is number j of which update: epochs are permutations keyed by seed and epoch, cut
 * into batches without regard to their ends. A pure function of the numbers asked for.
 */
public final class Batches {
  private final long seed;
  private final int images;
  private final int batch;
  private final NoiseStream noise = new NoiseStream();
  private final int[][] permutations;
  private final int[] epochs = {-1, -1};

  public Batches(long seed, int images, int batch) {
    this.seed = seed;
    this.images = images;
    this.batch = batch;
    this.permutations = new int[2][images];
  }

  public int epoch(long step, int j) {
    return (int) ((step * batch + j) / images);
  }

  /** Position of the image in the data set. */
  public int position(long step, int j) {
    int epoch = epoch(step, j);
    return permutations[epoch % 2][(int) ((step * batch + j) % images)];
  }

  /** Prepares the permutations that an update needs; to be called before {@link #position}. */
  public void prepare(long step) {
    for (int epoch = epoch(step, 0); epoch <= epoch(step, batch - 1); epoch++) {
      if (epochs[epoch % 2] != epoch) {
        noise.reset(seed, Purpose.SHUFFLE, epoch, 0, 0, 0, 0);
        noise.permutation(permutations[epoch % 2]);
        epochs[epoch % 2] = epoch;
      }
    }
  }
}
