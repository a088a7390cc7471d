package rivulet.training;

import rivulet.data.ImageSet;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.train.TrainConfig;

/**
 * The best that is known for short trainings on images: what the command line and the front door do
 * unless told otherwise. Measurements: experiments/README.
 */
public final class Recipe {
  /** Resolutions, where the sides can be halved so often. */
  public static final int LEVELS = 3;

  /** Hidden widths of each network, as {@link rivulet.flow.network.Networks#widths} reads them. */
  public static final String HIDDEN = "64,64,64";

  public static final String LAYER = "concat";
  public static final String ACTIVATION = "swish";
  public static final String WAVELET = "unimodular";
  public static final String PRE_TRANSFORM = "interpolated-cdf";
  public static final String PIXEL_TRANSFORM = "atoms";
  public static final String CONDITION = "log";

  /** Images per update, of as many at least. */
  public static final int BATCH = 50;

  public static final int WARM_UP = 30;
  public static final double CLIP = 1;
  public static final double SKIP = 500;
  public static final double AVERAGING = 0.99;
  public static final double MATCHING_RATE = 1e-2;
  public static final double LIKELIHOOD_RATE = 3e-3;

  /** Weight of each regulariser under likelihood. */
  public static final double WEIGHT = 0.01;

  /** Location and scale of the times of matching. */
  public static final String TIMES = "logit-normal:-0.5:1.8";

  public static final String SOLVER = "bosh3";
  public static final double TOLERANCE = 1e-3;

  /** Updates between states saved. */
  public static final int CHECKPOINT_EVERY = 100;

  /** Memory kept for gradients per worker, in MiB. */
  public static final long TAPE_MIB = 256;

  /** Knots of the splines of every cdf. */
  public static final int KNOTS = PreTransformRecipe.DEFAULT_KNOTS;

  /** The logit is of α + (1−2α)x. */
  public static final double ALPHA = PreTransformRecipe.DEFAULT_ALPHA;

  /** Updates in all. */
  public static final long UPDATES = 1200;

  private static final long MOST_MEMORY = 1L << 22;

  private Recipe() {}

  /** The rate of likelihood after matching. */
  static double fineRate(double matching) {
    return matching / 5;
  }

  /** Memory in MiB as it is, if a machine can have it. */
  static long requireMemory(long mebibytes) {
    boolean possible = mebibytes >= 0 && mebibytes <= MOST_MEMORY;
    TrainConfig.require(possible, "`memory`", (double) mebibytes, "0 to " + MOST_MEMORY + " MiB");
    return mebibytes;
  }

  /** As many levels as the sides of the images can be halved for, at most {@link #LEVELS}. */
  static int levels(ImageSet data) {
    int most = 1;
    while (most < LEVELS && (data.height() | data.width()) % (1 << most) == 0) {
      most++;
    }
    return most;
  }
}
