package rivulet.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a run has written about its updates so far, also while it goes on: a line that is not whole
 * yet is left out.
 */
public final class RunMetrics {
  private final List<String> header;
  private final List<String[]> rows;

  private RunMetrics(List<String> header, List<String[]> rows) {
    this.header = header;
    this.rows = rows;
  }

  /** Reads the table of a run; without one there are no rows. */
  public static RunMetrics read(RunDirectory run) {
    if (Files.notExists(run.metricTable())) {
      return new RunMetrics(List.of(), List.of());
    }
    try {
      List<String> lines = Files.readAllLines(run.metricTable());
      List<String> header = lines.isEmpty() ? List.of() : cells(lines.getFirst());
      List<String[]> rows = new ArrayList<>();
      for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
        String[] row = line.split(",", -1);
        if (row.length == header.size() && (line.endsWith("true") || line.endsWith("false"))) {
          rows.add(row);
        }
      }
      return new RunMetrics(header, rows);
    } catch (IOException e) {
      throw new UncheckedIOException(run.metricTable() + ": cannot be read (" + e + ")", e);
    }
  }

  private static List<String> cells(String line) {
    return List.of(line.split(",", -1));
  }

  /** Updates that have a row. */
  public long updates() {
    return rows.isEmpty() ? 0 : Long.parseLong(rows.getLast()[0]) + 1;
  }

  /** Updates that were left out, counted at each level. */
  public long skipped() {
    return rows.stream().filter(row -> row[row.length - 1].equals("false")).count();
  }

  /** Levels with rows, {@link LevelMetrics#WHOLE_IMAGE} for trained noise. */
  public SortedSet<Integer> levels() {
    SortedSet<Integer> levels = new TreeSet<>();
    rows.forEach(row -> levels.add(Integer.valueOf(row[1])));
    return levels;
  }

  /**
   * A column by update, at one level; what is no number there is NaN.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  public double[] column(String name, int level) {
    int at = header.indexOf(name);
    if (at < 0) {
      throw new IllegalArgumentException("metrics: no column " + name + " in " + header);
    }
    String wanted = Integer.toString(level);
    return rows.stream()
        .filter(row -> row[1].equals(wanted))
        .mapToDouble(row -> Double.parseDouble(row[at]))
        .toArray();
  }
}
