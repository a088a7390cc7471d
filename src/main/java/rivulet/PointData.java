package rivulet;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import rivulet.points.GaussianMixture;
import rivulet.points.PointSet;
import rivulet.points.PointSource;
import rivulet.points.Repeated;
import rivulet.points.table.Columns;
import rivulet.points.table.CsvReader;
import rivulet.points.table.CsvWriter;
import rivulet.points.table.Rows;
import rivulet.points.table.Strokes;
import rivulet.points.table.Table;
import rivulet.random.NoiseStream;
import rivulet.store.AtomicFile;

/**
 * Points of D columns to train on and to measure: a density in the plane or on the line, or the
 * rows of a table.
 */
public final class PointData {
  private final PointSource source;

  private PointData(PointSource source) {
    this.source = source;
  }

  /**
   * A density that {@code play} knows, in the plane, such as {@code pinwheel}, or on the line, such
   * as {@code twonormals}; it never runs out.
   *
   * @throws IllegalArgumentException for another name
   */
  public static PointData density(String name) {
    return new PointData(PointSource.named(name));
  }

  /** All of {@link #density}: those in the plane, then those on the line. */
  public static List<PointData> densities() {
    return PointSource.densities().stream().map(PointData::new).toList();
  }

  /**
   * Two normal clusters of mean ±0.6 and deviation 0.8 in every column, whose velocity under
   * matching is known: see {@link PointFlow#velocityError}.
   *
   * @param dimensions columns, 1 to 1024
   */
  public static PointData mixture(int dimensions) {
    return new PointData(GaussianMixture.standard(dimensions));
  }

  /**
   * The rows of a table; a fifth of them, chosen by their number, is held out.
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

  /**
   * Points in the plane along lines that somebody has drawn, as a table: uniform along the lines by
   * weight, then normal with the brush's width.
   *
   * @param count rows of the table
   * @param seed of the points
   * @throws IllegalArgumentException if nothing is drawn, or there are fewer than 10 rows
   */
  public static PointData drawn(List<Stroke> strokes, int count, long seed) {
    return new PointData(
        new Table(Strokes.rows(strokes.stream().map(Stroke::brushed).toList(), count, seed)));
  }

  /**
   * A line through points, as a brush leaves it.
   *
   * @param x of its points
   * @param y of its points
   * @param width deviation of what it leaves, to every side of the line
   * @param weight how much it leaves for a unit of length, against other strokes
   */
  public record Stroke(double[] x, double[] y, double width, double weight) {
    private Strokes.Stroke brushed() {
      return new Strokes.Stroke(x, y, width, weight);
    }
  }

  /**
   * The same, of which training sees that many different points, again and again; held-out points
   * stay.
   *
   * @throws IllegalArgumentException if there are fewer
   */
  public PointData limited(int points) {
    return new PointData(new Repeated(source, points));
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

  /** Name for people and programs: that of the density, or of the file. */
  public String label() {
    return source.label();
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
   * ln p of points under the data's own distribution, in nats, where it is known: on the line, and
   * of {@link #mixture}.
   *
   * @return empty where it is not
   * @throws IllegalArgumentException if they have other columns
   */
  public Optional<double[]> logDensity(double[][] points) {
    double[] values = new double[points.length];
    for (int n = 0; n < values.length; n++) {
      if (points[n].length != dimensions()) {
        throw new IllegalArgumentException(
            "points: point %d has %d columns, %s has %d"
                .formatted(n, points[n].length, label(), dimensions()));
      }
      OptionalDouble known = source.trueLogDensity(points[n]);
      if (known.isEmpty()) {
        return Optional.empty();
      }
      values[n] = known.getAsDouble();
    }
    return Optional.of(values);
  }

  /**
   * Points that training never meets.
   *
   * @param count at most; a table has fewer
   */
  public double[][] heldOut(int count, long seed) {
    if (count < 0) {
      throw new IllegalArgumentException(
          "points: held-out points must be 0 or more, found " + count);
    }
    int drawn = (int) Math.min(count, source.count(PointSet.HELD_OUT));
    double[][] points = new double[drawn][dimensions()];
    NoiseStream noise = new NoiseStream();
    for (int n = 0; n < drawn; n++) {
      source.draw(noise, seed, PointSet.HELD_OUT, n, points[n]);
    }
    return points;
  }

  /** Whether these are rows of a table: they run out, and no entropy is known. */
  public boolean isTable() {
    return table().isPresent();
  }

  /**
   * Names of a table's columns of few different values: a density can grow without bound on them,
   * so nats say little.
   */
  public List<String> discrete() {
    return table().map(Table::discrete).orElse(List.of());
  }

  /** All rows of a table, in its order; of a density none. */
  public double[][] rows() {
    int across = dimensions();
    double[] values = table().map(table -> table.all().values()).orElse(new double[0]);
    double[][] rows = new double[values.length / across][];
    Arrays.setAll(rows, n -> Arrays.copyOfRange(values, n * across, (n + 1) * across));
    return rows;
  }

  /**
   * Writes the held-out rows of a table as a CSV file, every digit of them, whole or not at all.
   *
   * @throws IllegalArgumentException unless this {@link #isTable}
   */
  public void saveHeldOut(Path csv) {
    Table table =
        table()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "points: " + label() + " never runs out, so its held-out points make no file"));
    AtomicFile.write(csv, out -> CsvWriter.exact(out, table.heldOut()));
  }

  private Optional<Table> table() {
    PointSource whole = source;
    while (whole instanceof Repeated repeated) {
      whole = repeated.source();
    }
    return whole instanceof Table table ? Optional.of(table) : Optional.empty();
  }

  PointSource source() {
    return source;
  }
}
