package rivulet.points;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import rivulet.names.Named;
import rivulet.points.table.Columns;
import rivulet.points.table.Table;
import rivulet.random.NoiseStream;

/** A distribution of points of D columns. Safe for use by several threads. */
public sealed interface PointSource
    permits PlaneDensity, LineDensity, GaussianMixture, Table, Repeated {

  /** Densities by name, in the plane and on the line. */
  static List<PointSource> densities() {
    return Stream.<PointSource>concat(
            Arrays.stream(PlaneDensity.values()), Arrays.stream(LineDensity.values()))
        .toList();
  }

  /**
   * The density of that name, as on the command line.
   *
   * @throws IllegalArgumentException if there is none
   */
  static PointSource named(String name) {
    return Named.of(
        "density",
        name,
        densities().toArray(PointSource[]::new),
        PointSource::label,
        ", mixture, or a table by `data`");
  }

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

  /**
   * ln p of a point under the distribution itself, in nats, where it is known.
   *
   * @param point of {@link #dimensions} values
   */
  default OptionalDouble trueLogDensity(double[] point) {
    return OptionalDouble.empty();
  }

  /** Points of a set that are different draws; {@link Long#MAX_VALUE} if there is no end. */
  default long count(PointSet set) {
    return Long.MAX_VALUE;
  }

  /**
   * Draws one point, a function of seed, set and index.
   *
   * @param noise scratch; its key is replaced
   * @param index at least 0; of held-out points below {@link #count}
   * @param point the first {@link #dimensions} values are written
   */
  void draw(NoiseStream noise, long seed, PointSet set, long index, double[] point);
}
