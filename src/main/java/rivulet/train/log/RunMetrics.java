package rivulet.train.log;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import rivulet.store.RunDirectory;
import rivulet.train.LevelMetrics;

/**
 * What a run has written about its updates so far, also while it goes on: a line that is not whole
 * yet is left out.
 */
public final class RunMetrics {
  private final List<String> columns;
  private final List<MetricRow> rows;

  private RunMetrics(List<String> columns, List<MetricRow> rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /** Reads the table of a run; without one there are no rows. */
  public static RunMetrics read(RunDirectory run) {
    MetricsTail tail = new MetricsTail(run);
    List<MetricRow> rows = new ArrayList<>();
    for (var piece = tail.next(); !piece.rows().isEmpty(); piece = tail.next()) {
      rows.addAll(piece.rows());
    }
    return new RunMetrics(tail.columns(), rows);
  }

  /** Updates that have a row. */
  public long updates() {
    return rows.isEmpty() ? 0 : rows.getLast().step() + 1;
  }

  /** Updates that were left out, counted at each level. */
  public long skipped() {
    return rows.stream().filter(row -> !row.applied()).count();
  }

  /** Levels with rows, {@link LevelMetrics#WHOLE_IMAGE} for trained noise. */
  public SortedSet<Integer> levels() {
    SortedSet<Integer> levels = new TreeSet<>();
    rows.forEach(row -> levels.add(row.level()));
    return levels;
  }

  /**
   * A column by update, at one level; what is no number there is NaN.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  public double[] column(String name, int level) {
    int at = columns.indexOf(name);
    if (at < 0) {
      throw new IllegalArgumentException("metrics: no column " + name + " in " + columns);
    }
    return rows.stream()
        .filter(row -> row.level() == level)
        .mapToDouble(row -> row.values()[at])
        .toArray();
  }
}
