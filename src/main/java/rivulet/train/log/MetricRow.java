package rivulet.train.log;

import java.util.Optional;
import rivulet.train.LevelMetrics;

/**
 * One update of one level as a run has written it.
 *
 * @param step number of the update, from 0
 * @param level its level, {@link LevelMetrics#WHOLE_IMAGE} for trained noise
 * @param values of the columns between level and applied; NaN where there is no number
 * @param applied false if the update was left out
 */
public record MetricRow(long step, int level, double[] values, boolean applied) {
  /** Columns around the values: step and level before, applied behind. */
  static final int BEFORE = 2;

  static final int BEHIND = 1;

  /** Reads a line; none if it is no whole row of so many cells. */
  static Optional<MetricRow> parse(String line, int columns) {
    String[] cells = line.split(",", -1);
    if (cells.length != columns || !line.matches(".*,(true|false)")) {
      return Optional.empty();
    }
    try {
      double[] values = new double[columns - BEFORE - BEHIND];
      for (int i = 0; i < values.length; i++) {
        values[i] = Double.parseDouble(cells[BEFORE + i]);
      }
      boolean applied = Boolean.parseBoolean(cells[columns - 1]);
      return Optional.of(
          new MetricRow(Long.parseLong(cells[0]), Integer.parseInt(cells[1]), values, applied));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
