package rivulet.points;

import java.util.List;
import rivulet.flow.TimeSampling;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.ProbeKind;
import rivulet.points.table.Table;
import rivulet.train.Likelihood;
import rivulet.train.Matching;
import rivulet.train.TrainConfig;
import rivulet.train.descent.Schedule;

/**
 * What is done to points unless something else is asked for.
 *
 * @param hidden widths of the network
 * @param layer how time enters
 * @param rate highest learning rate
 * @param times of matching
 * @param updates by matching
 * @param standardised whether columns are brought to mean 0 and deviation 1 before the flow
 */
public record PointRecipe(
    List<Integer> hidden,
    LayerKind layer,
    double rate,
    TimeSampling times,
    int updates,
    boolean standardised) {
  public static final String ACTIVATION = "swish";
  public static final int BATCH = 512;
  public static final double AVERAGING = 0.99;

  /** Of any data; times of matching lie near the data. */
  private static final PointRecipe USUAL =
      new PointRecipe(
          List.of(64, 64, 64, 64),
          LayerKind.CONCAT,
          1e-2,
          new TimeSampling(true, -1.5, 1.5),
          12_000,
          true);

  /**
   * Of the mixture, whose velocity is a function of time multiplied by the point, and is compared
   * at all times alike and in the mixture's own coordinates.
   */
  private static final PointRecipe MIXTURE =
      new PointRecipe(
          List.of(512), LayerKind.CONCATSQUASH, 4e-3, TimeSampling.UNIFORM, 6_000, false);

  private static final int LIKELIHOOD_UPDATES = 400;
  private static final int WARM_UP = 100;
  private static final int SHARING = 16;
  private static final int GROUP = 128;
  private static final double LIKELIHOOD_TOLERANCE = 1e-3;

  /** The recipe for these points. */
  public static PointRecipe of(PointSource source) {
    return switch (source) {
      case GaussianMixture _ -> MIXTURE;
      case Repeated some -> of(some.source());
      case PlaneDensity _, LineDensity _, Table _ -> USUAL;
    };
  }

  /** Updates by matching, or else by likelihood. */
  public int updates(boolean matching) {
    return matching ? updates : LIKELIHOOD_UPDATES;
  }

  /** A model that has learnt nothing. */
  public PointModel fresh(PointShape shape, PointSource source, long seed) {
    return standardised
        ? PointModel.fresh(shape, source, seed)
        : PointModel.plain(shape, source, seed);
  }

  /** Settings of matching; of likelihood, {@code wanted} is false. */
  public static Matching matching(boolean wanted, TimeSampling times, boolean paired) {
    return new Matching(wanted ? Matching.ALL : 0, times, paired, Matching.NONE.fineRate());
  }

  /** Settings of likelihood, with a weight of the kinetic energy. */
  public static Likelihood likelihood(double kinetic) {
    return new Likelihood("dopri5", LIKELIHOOD_TOLERANCE, kinetic, 0, 1, ProbeKind.RADEMACHER);
  }

  /** A configuration. */
  public static PointConfig config(
      long seed,
      int batch,
      double rate,
      long updates,
      double averaging,
      Likelihood likelihood,
      Matching matching) {
    TrainConfig train =
        new TrainConfig(
            seed,
            batch,
            GROUP,
            new Schedule(rate, WARM_UP, updates),
            Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            averaging,
            likelihood,
            matching);
    return new PointConfig(train, SHARING);
  }
}
