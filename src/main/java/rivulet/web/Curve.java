package rivulet.web;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Some values over updates, of which a bounded number of points is kept: when there are too many,
 * each two become their mean, and so do all that follow. Not safe for use by several threads.
 */
public final class Curve {
  /** Points that are kept, an even number. */
  public static final int MOST = 4096;

  private final List<String> columns;
  private final double[] updates = new double[MOST];
  private final double[][] values;
  private int points;
  private int stride = 1;
  private int generation;

  /** Sums of a point that is not whole yet, over so many updates. */
  private final double[] sums;

  private double sumOfUpdates;
  private int summed;

  /** A curve without points, of values of these names. */
  public Curve(List<String> columns) {
    this.columns = columns;
    this.values = new double[columns.size()][MOST];
    this.sums = new double[columns.size()];
  }

  /**
   * How far somebody has read; {@link #START} has read nothing.
   *
   * @param generation of the points, which a halving ends
   * @param points of that generation
   */
  public record Position(int generation, int points) {
    /** Before all points. */
    public static final Position START = new Position(-1, 0);
  }

  /**
   * Points that follow a position.
   *
   * @param restart whether all before them are void
   * @param stride updates of which each point is the mean
   * @param updates the number of the update, from 1; the middle of those in a mean
   * @param columns values by name
   */
  public record Points(
      boolean restart, int stride, double[] updates, Map<String, double[]> columns) {}

  /**
   * Adds the values of an update, later than those before.
   *
   * @param update its number, from 1
   * @param row a value for each column
   */
  public void add(double update, double... row) {
    sumOfUpdates += update;
    for (int c = 0; c < sums.length; c++) {
      sums[c] += row[c];
    }
    summed++;
    if (summed == stride) {
      keep();
    }
  }

  private void keep() {
    if (points == MOST) {
      halve();
      return; // the point under way has become half of one
    }
    updates[points] = sumOfUpdates / summed;
    for (int c = 0; c < sums.length; c++) {
      values[c][points] = sums[c] / summed;
    }
    points++;
    clearSums();
  }

  private void clearSums() {
    Arrays.fill(sums, 0);
    sumOfUpdates = 0;
    summed = 0;
  }

  private void halve() {
    points = MOST / 2;
    halve(updates);
    for (double[] column : values) {
      halve(column);
    }
    stride *= 2;
    generation++;
  }

  private void halve(double... all) {
    for (int i = 0; i < points; i++) {
      all[i] = (all[2 * i] + all[2 * i + 1]) / 2;
    }
  }

  /** Where the points end. */
  public Position position() {
    return new Position(generation, points);
  }

  /** What was added since a position; none if nothing was. */
  public Optional<Points> since(Position position) {
    boolean restart = position.generation() != generation;
    int from = restart ? 0 : position.points();
    if (from == points && !restart) {
      return Optional.empty();
    }
    Map<String, double[]> named = new LinkedHashMap<>();
    for (int c = 0; c < columns.size(); c++) {
      named.put(columns.get(c), Arrays.copyOfRange(values[c], from, points));
    }
    return Optional.of(
        new Points(restart, stride, Arrays.copyOfRange(updates, from, points), named));
  }
}
