package rivulet.points;

import java.util.List;
import java.util.OptionalDouble;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;

/**
 * Rows of numbers. A fifth of the rows, chosen by a permutation that depends on their number alone,
 * is held out; training draws from the others with replacement.
 */
public final class Table implements PointSource {
  /** Fewest rows: one held-out row and something to measure moments from. */
  public static final int FEWEST_ROWS = 10;

  private static final int HELD_OUT_SHARE = 5;
  private static final int SPLIT = 2;

  private final String label;
  private final List<String> columns;
  private final double[] values;
  private final int[] order;
  private final int heldOut;

  /**
   * @param label name for people and programs
   * @param columns names of the columns
   * @param values finite, row by row; copied
   * @throws IllegalArgumentException if rows are too few or not whole, or a value is not finite
   */
  public Table(String label, List<String> columns, double[] values) {
    if (columns.isEmpty() || values.length % columns.size() != 0) {
      throw new IllegalArgumentException(
          "table: " + values.length + " values do not make rows of " + columns.size());
    }
    int rows = values.length / columns.size();
    if (rows < FEWEST_ROWS) {
      throw new IllegalArgumentException(
          "table: " + label + " has " + rows + " rows; at least " + FEWEST_ROWS + " are needed");
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "table: row "
                + (i / columns.size() + 1)
                + ", column "
                + columns.get(i % columns.size())
                + " of "
                + label
                + " is "
                + values[i]
                + "; a density needs finite values");
      }
    }
    this.label = label;
    this.columns = List.copyOf(columns);
    this.values = values.clone();
    this.order = new int[rows];
    this.heldOut = rows / HELD_OUT_SHARE;
    new NoiseStream().reset(0, Purpose.DATA, SPLIT, rows, 0, 0, 0).permutation(order);
  }

  /** Names of the columns. */
  public List<String> columns() {
    return columns;
  }

  /** Rows in all. */
  public int rows() {
    return order.length;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public int dimensions() {
    return columns.size();
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
    int place;
    if (set == PointSet.HELD_OUT) {
      if (index < 0 || index >= heldOut) {
        throw new IllegalArgumentException(
            "table: held-out row " + index + " asked, there are " + heldOut);
      }
      place = (int) index;
    } else {
      noise.reset(seed, Purpose.DATA, set.code(), index, 0, 0, 0);
      place = heldOut + noise.nextIndex(order.length - heldOut);
    }
    System.arraycopy(values, order[place] * dimensions(), point, 0, dimensions());
  }
}
