package rivulet.check;

import java.nio.file.Path;
import java.util.Arrays;
import rivulet.Images;
import rivulet.Likelihood;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.Progress;
import rivulet.store.TemporaryFolder;
import rivulet.training.Network;
import rivulet.training.Optimiser;
import rivulet.training.Training;

/**
 * The 16 images of 2×2 pixels that are black or white, small enough that the probabilities of all
 * of them can be added up. They are some of the 256⁴ images of that size, so whatever a model has
 * learnt, the sum is at most 1; a sum above it is a wrong likelihood.
 */
public final class TinyUniverse {
  /** How many there are. */
  public static final int SIZE = 16;

  /** Most images that a training takes. */
  public static final int MOST_IMAGES = 256;

  private static final int PIXELS = 4;
  private static final int WHITE = 255;
  private static final int BATCH = 32;

  /** For some hundred updates: faster than what is usual of longer trainings. */
  private static final double RATE = 0.03;

  private static final double AVERAGING = 0.95;

  private TinyUniverse() {}

  /**
   * What a model says of the images.
   *
   * @param bounds of each image's probability from below: exp of the mean of ln p/q over noises
   * @param total their sum
   */
  public record Belief(double[] bounds, double total) {}

  /** Told how a training goes. */
  @FunctionalInterface
  public interface Listener {
    /**
     * After every stretch of updates.
     *
     * @param loss mean of what it has descended
     */
    void stretch(long updates, double loss, Model model);

    /** After every update; what it throws ends the training. */
    default void update() {}
  }

  /** All of them: pixel i of image n, row by row, is white where bit i of n is set. */
  public static Images all() {
    int[] once = new int[SIZE];
    Arrays.fill(once, 1);
    return copies(once);
  }

  /**
   * So many of each image, in their order.
   *
   * @throws IllegalArgumentException unless there are 16 counts, none negative, of 1 to 256 images
   */
  public static Images copies(int... counts) {
    long all = Arrays.stream(counts).asLongStream().sum();
    boolean negative = Arrays.stream(counts).anyMatch(count -> count < 0);
    if (counts.length != SIZE || negative || all < 1 || all > MOST_IMAGES) {
      throw new IllegalArgumentException(
          "universe: 16 counts are needed, none negative, of 1 to "
              + MOST_IMAGES
              + " images together, found "
              + Arrays.toString(counts));
    }
    byte[] pixels = new byte[(int) all * PIXELS];
    int at = 0;
    for (int image = 0; image < SIZE; image++) {
      for (int copy = 0; copy < counts[image]; copy++) {
        for (int i = 0; i < PIXELS; i++) {
          pixels[at++] = (byte) ((image >> i & 1) * WHITE);
        }
      }
    }
    return Images.of(pixels, 1, 2, 2);
  }

  /** What a model of 2×2 images says, measured so. */
  public static Belief belief(Model model, Measuring how, Progress progress) {
    Likelihood found = model.logLikelihood(all(), how, progress);
    double[] bounds = new double[SIZE];
    Arrays.setAll(bounds, image -> StrictMath.exp(found.logLikelihood(image)));
    return new Belief(bounds, Arrays.stream(bounds).sum());
  }

  /**
   * Trains a small model of two levels by flow matching, and shows it on the way.
   *
   * @param data of 2×2 pixels
   * @param updates in all
   * @param every after how many updates it is shown
   */
  public static void train(
      Images data, long updates, long every, long seed, int threads, Listener listener) {
    try (TemporaryFolder folder = TemporaryFolder.create("rivulet-universe")) {
      Path run = folder.path().resolve("run");
      Training training =
          Training.of(data)
              .network(Network.usual().levels(2).hidden(32, 32).preTransform("affine"))
              .batch(Math.min(BATCH, data.count()))
              .optimiser(Optimiser.usual().rate(RATE).averaging(AVERAGING))
              .updates(updates)
              .seed(seed)
              .threads(threads);
      for (long from = 0; from < updates; from += every) {
        double loss = stretch(training, run, from, Math.min(updates, from + every), listener);
        try (Model model = Model.open(run)) {
          listener.stretch(Math.min(updates, from + every), loss, model);
        }
      }
    }
  }

  /** Goes on to an update; returns the mean loss on the way. */
  private static double stretch(
      Training training, Path run, long from, long end, Listener listener) {
    double[] sum = new double[1];
    training.run(
        run,
        (update, loss) -> {
          listener.update();
          sum[0] += loss;
          return update < end;
        });
    return sum[0] / (end - from);
  }
}
