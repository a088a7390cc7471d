package rivulet;

import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalDouble;
import rivulet.points.PlaneDensity;
import rivulet.points.PointSet;
import rivulet.points.PointSource;
import rivulet.points.table.Columns;
import rivulet.points.table.CsvReader;
import rivulet.points.table.Rows;
import rivulet.points.table.Table;
import rivulet.random.NoiseStream;

/**
 * Points of D columns to train on and to measure: a density in the plane, or the rows of a table.
 */
public final class PointData {
  private final PointSource source;

  private PointData(PointSource source) {
    this.source = source;
  }

  /**
   * A density in the plane that {@code play} knows, such as {@code pinwheel} or {@code
   * checkerboard}; it never runs out.
   *
   * @throws IllegalArgumentException for another name
   */
  public static PointData density(String name) {
    return new PointData(PlaneDensity.named(name));
  }

  /**
   * The rows of a table; a fifth of them, chosen by their content, is held out.
   *
   * @param rows points, all of one length; copied
   * @throws IllegalArgumentException if there are fewer than 10, or values are not finite
   */
  public static PointData of(double[][] rows) {
    return new PointData(new Table(rows(rows)));
  }

  /** The rows of a CSV file, as {@link #of}. */
  public static PointData read(Path csv) {
    return new PointData(new Table(CsvReader.read(csv)));
  }

  static Rows rows(double[][] rows) {
    Objects.requireNonNull(rows, "points: rows");
    if (rows.length == 0 || rows[0].length == 0) {
      throw new IllegalArgumentException("points: no rows, or rows without columns");
    }
    int columns = rows[0].length;
    double[] values = new double[Math.multiplyExact(rows.length, columns)];
    for (int n = 0; n < rows.length; n++) {
      if (rows[n].length != columns) {
        throw new IllegalArgumentException(
            "points: row %d has %d columns, the first %d".formatted(n, rows[n].length, columns));
      }
      System.arraycopy(rows[n], 0, values, n * columns, columns);
    }
    return new Rows("rows", Columns.numbered(columns), values);
  }

  /** Columns D. */
  public int dimensions() {
    return source.dimensions();
  }

  /** Differential entropy in nats, where it is known: no density has a smaller mean −ln p. */
  public OptionalDouble entropy() {
    return source.entropy();
  }

  /**
   * Points that training never meets.
   *
   * @param count at most; a table has fewer
   */
  public double[][] heldOut(int count, long seed) {
    int drawn = (int) Math.min(count, source.count(PointSet.HELD_OUT));
    double[][] points = new double[drawn][dimensions()];
    NoiseStream noise = new NoiseStream();
    for (int n = 0; n < drawn; n++) {
      source.draw(noise, seed, PointSet.HELD_OUT, n, points[n]);
    }
    return points;
  }

  PointSource source() {
    return source;
  }
}
