package rivulet.inspect;

import java.util.List;

/**
 * Lines over a common axis, each drawn thin as given and strong as smoothed.
 *
 * @param title what it shows
 * @param xLabel name and unit of the horizontal axis
 * @param yLabel name and unit of the vertical axis
 * @param series one to six
 * @param window values over which a line is smoothed; 0 draws the lines as given only
 */
public record LineChart(
    String title, String xLabel, String yLabel, List<Series> series, double window)
    implements Block {
  static final int MOST_SERIES = 6;

  /** Checks that there is something to draw. */
  public LineChart {
    Require.text("line chart", "title", title);
    Require.text("line chart", "x label", xLabel);
    Require.text("line chart", "y label", yLabel);
    Require.finite("line chart", "window", window);
    series = List.copyOf(series);
    if (series.isEmpty() || series.size() > MOST_SERIES) {
      throw new IllegalArgumentException(
          "line chart '"
              + title
              + "': 1 to "
              + MOST_SERIES
              + " series can be told apart, found "
              + series.size());
    }
    for (Series line : series) {
      if (finite(line) == 0) {
        throw new IllegalArgumentException(
            "line chart '" + title + "': series '" + line.name() + "' has no finite value");
      }
    }
  }

  private static int finite(Series line) {
    int count = 0;
    for (int i = 0; i < line.size(); i++) {
      count += Double.isFinite(line.yAt(i)) ? 1 : 0;
    }
    return count;
  }
}
