package rivulet.points;

import java.util.List;
import rivulet.flow.TimeSampling;
import rivulet.flow.network.ProbeKind;
import rivulet.train.Likelihood;
import rivulet.train.Matching;
import rivulet.train.TrainConfig;
import rivulet.train.descent.Schedule;

/** What is done to points unless something else is asked for. */
public final class PointRecipe {
  public static final List<Integer> HIDDEN = List.of(64, 64, 64, 64);
  public static final String LAYER = "concat";
  public static final String ACTIVATION = "swish";
  public static final int BATCH = 512;
  public static final double RATE = 1e-2;
  public static final double AVERAGING = 0.99;

  /** Location and scale of the times of matching, near the data. */
  public static final String TIMES = "logit-normal:-1.5:1.5";

  private static final int WARM_UP = 100;
  private static final int SHARING = 16;
  private static final int GROUP = 128;
  private static final double LIKELIHOOD_TOLERANCE = 1e-3;

  private PointRecipe() {}

  /** Updates by matching, or else by likelihood. */
  public static int updates(boolean matching) {
    return matching ? 12_000 : 400;
  }

  /** A configuration with the usual times and averaging. */
  public static PointConfig config(
      boolean matching, long seed, int batch, double rate, long updates) {
    TimeSampling times = TimeSampling.parse(TIMES);
    return config(matching, seed, batch, rate, updates, AVERAGING, times);
  }

  /**
   * A configuration.
   *
   * @param matching whether that is descended, or else the likelihood
   */
  public static PointConfig config(
      boolean matching,
      long seed,
      int batch,
      double rate,
      long updates,
      double averaging,
      TimeSampling times) {
    TrainConfig train =
        new TrainConfig(
            seed,
            batch,
            GROUP,
            new Schedule(rate, WARM_UP, updates),
            Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            averaging,
            new Likelihood("dopri5", LIKELIHOOD_TOLERANCE, 0, 0, 1, ProbeKind.RADEMACHER),
            new Matching(matching ? Matching.ALL : 0, times, false, 1e-3));
    return new PointConfig(train, SHARING);
  }
}
