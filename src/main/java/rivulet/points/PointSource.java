package rivulet.points;

import java.util.OptionalDouble;
import rivulet.points.table.Columns;
import rivulet.points.table.Table;
import rivulet.random.NoiseStream;

/** A distribution of points of D columns. Safe for use by several threads. */
public sealed interface PointSource permits PlaneDensity, GaussianMixture, Table, Repeated {

  /** Name for people and programs. */
  String label();

  /** Columns of a point. */
  Columns columns();

  /** How many columns a point has: D. */
  default int dimensions() {
    return columns().count();
  }

  /** Differential entropy in nats, where it is known: no density has a smaller mean −ln p. */
  OptionalDouble entropy();

  /** Points of a set that are different draws; {@link Long#MAX_VALUE} if there is no end. */
  long count(PointSet set);

  /**
   * Draws one point, a function of seed, set and index.
   *
   * @param noise scratch; its key is replaced
   * @param index at least 0; of held-out points below {@link #count}
   * @param point the first {@link #dimensions} values are written
   */
  void draw(NoiseStream noise, long seed, PointSet set, long index, double[] point);
}
