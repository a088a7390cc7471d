package rivulet.points.table;

/**
 * Rows of finite numbers.
 *
 * @param label name for people and programs
 * @param columns of every row
 * @param values row by row; not copied
 */
public record Rows(String label, Columns columns, double[] values) {
  /**
   * Checks that rows are whole and values finite.
   *
   * @throws IllegalArgumentException if they are not
   */
  public Rows {
    int across = columns.count();
    if (values.length % across != 0) {
      throw new IllegalArgumentException(
          "table: " + values.length + " values do not make rows of " + across);
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "table: row %d, column %s of %s is %s; a density needs finite values"
                .formatted(i / across + 1, columns.names().get(i % across), label, values[i]));
      }
    }
  }

  /** How many there are. */
  public int count() {
    return values.length / columns.count();
  }

  /**
   * The same rows with their columns in the order of others.
   *
   * @throws IllegalArgumentException as {@link Columns#places}
   */
  public Rows in(Columns order) {
    int[] places = order.places(columns, label);
    double[] sorted = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      sorted[i] = values[i / places.length * places.length + places[i % places.length]];
    }
    return new Rows(label, order, sorted);
  }
}
