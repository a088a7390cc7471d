package rivulet.points.table;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import rivulet.data.DataException;
import rivulet.data.Sha256;
import rivulet.points.PointSet;
import rivulet.points.PointSource;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;

/**
 * Rows of numbers as a source of points. A fifth of the rows, chosen by a permutation that depends
 * on their number alone, is held out; training draws from the others with replacement.
 */
public final class Table implements PointSource {
  /** Fewest rows: one held-out row and something to measure moments from. */
  public static final int FEWEST_ROWS = 10;

  private static final int HELD_OUT_SHARE = 5;
  private static final int SPLIT = 2;
  private static final int DISCRETE_SHARE = 4;

  private final Rows rows;
  private final int[] order;
  private final int heldOut;

  /**
   * Splits the rows.
   *
   * @throws DataException if they are too few
   */
  public Table(Rows rows) {
    if (rows.count() < FEWEST_ROWS) {
      throw new DataException(
          "table: %s has %d rows; at least %d are needed"
              .formatted(rows.label(), rows.count(), FEWEST_ROWS));
    }
    this.rows = rows;
    this.order = new int[rows.count()];
    this.heldOut = rows.count() / HELD_OUT_SHARE;
    new NoiseStream().reset(0, Purpose.DATA, SPLIT, rows.count(), 0, 0, 0).permutation(order);
  }

  /** All rows, held out or not, in their order. */
  public Rows all() {
    return rows;
  }

  /** Rows in all. */
  public int rows() {
    return order.length;
  }

  /**
   * Names of columns whose values repeat so much, at most one different value in four rows, that
   * they are discrete: a density can grow without bound on them, so nats say little.
   */
  public List<String> discrete() {
    return IntStream.range(0, dimensions())
        .filter(c -> different(c) <= rows() / DISCRETE_SHARE)
        .mapToObj(columns().names()::get)
        .toList();
  }

  private long different(int column) {
    return IntStream.range(0, rows())
        .mapToDouble(row -> rows.values()[row * dimensions() + column])
        .distinct()
        .count();
  }

  /** SHA-256 of all values, row by row, as little-endian float64. */
  public String sha256() {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(Double.BYTES, rows.values().length))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(rows.values());
    return Sha256.ofBytes(bytes.array());
  }

  /** The held-out rows, in the order in which they are drawn. */
  public Rows heldOut() {
    double[] values = new double[heldOut * dimensions()];
    for (int n = 0; n < heldOut; n++) {
      copy(n, values, n * dimensions());
    }
    return new Rows(label(), columns(), values);
  }

  @Override
  public String label() {
    return rows.label();
  }

  @Override
  public Columns columns() {
    return rows.columns();
  }

  @Override
  public OptionalDouble entropy() {
    return OptionalDouble.empty();
  }

  @Override
  public long count(PointSet set) {
    return set == PointSet.HELD_OUT ? heldOut : order.length - heldOut;
  }

  @Override
  public void draw(NoiseStream noise, long seed, PointSet set, long index, double[] point) {
    if (set == PointSet.TRAINING) {
      noise.reset(seed, Purpose.DATA, set.code(), index, 0, 0, 0);
      copy(heldOut + noise.nextIndex(order.length - heldOut), point, 0);
    } else if (index < 0 || index >= heldOut) {
      throw new IllegalArgumentException(
          "table: held-out row " + index + " asked, there are " + heldOut);
    } else {
      copy((int) index, point, 0);
    }
  }

  private void copy(int place, double[] to, int at) {
    System.arraycopy(rows.values(), order[place] * dimensions(), to, at, dimensions());
  }
}
