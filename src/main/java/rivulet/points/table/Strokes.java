package rivulet.points.table;

import java.util.Arrays;
import java.util.List;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;

/** Points in the plane along lines that somebody has drawn. */
public final class Strokes {
  /** Column names of what is drawn. */
  private static final Columns COLUMNS = Columns.named(List.of("x", "y"));

  /** Draws of {@link Purpose#DATA} after those of sets and splits. */
  private static final int DRAWN = 3;

  private static final int MOST_ROWS = 1 << 29;

  private static final double FARTHEST = 1000;

  private Strokes() {}

  /**
   * A line through points, as a brush leaves it.
   *
   * @param x of its points
   * @param y of its points
   * @param width deviation of what it leaves, to every side of the line
   * @param weight how much it leaves for a unit of length, against other strokes
   */
  public record Stroke(double[] x, double[] y, double width, double weight) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if there is no point, or one is out of range
     */
    public Stroke {
      if (x.length == 0 || x.length != y.length) {
        throw new IllegalArgumentException(
            "stroke: needs as many x as y, and one at least, found "
                + x.length
                + " and "
                + y.length);
      }
      boolean near =
          Arrays.stream(x).allMatch(Stroke::near) && Arrays.stream(y).allMatch(Stroke::near);
      if (!near || !(width > 0 && width <= FARTHEST) || !(weight > 0 && weight <= FARTHEST)) {
        throw new IllegalArgumentException(
            "stroke: points must lie within ±%s, width and weight above 0 to that, found width %s and weight %s"
                .formatted(FARTHEST, width, weight));
      }
    }

    private static boolean near(double value) {
      return Math.abs(value) <= FARTHEST;
    }

    /** What a piece leaves; a stroke that is one point leaves as much as one of its own width. */
    private double mass(int piece) {
      return weight
          * (x.length == 1
              ? width
              : StrictMath.hypot(x[piece + 1] - x[piece], y[piece + 1] - y[piece]));
    }

    private int pieces() {
      return Math.max(1, x.length - 1);
    }
  }

  /**
   * Points of the strokes, each a function of strokes, seed and its number: uniform along the lines
   * by weight, then normal with the brush's width.
   *
   * @throws IllegalArgumentException if nothing was drawn, or for no point or too many
   */
  public static Rows rows(List<Stroke> strokes, int count, long seed) {
    int pieces = strokes.stream().mapToInt(Stroke::pieces).sum();
    double[] ends = new double[pieces];
    Stroke[] owners = new Stroke[pieces];
    int[] numbers = new int[pieces];
    double mass = 0;
    int at = 0;
    for (Stroke stroke : strokes) {
      for (int piece = 0; piece < stroke.pieces(); piece++) {
        mass += stroke.mass(piece);
        ends[at] = mass;
        owners[at] = stroke;
        numbers[at++] = piece;
      }
    }
    if (!(mass > 0)) {
      throw new IllegalArgumentException("strokes: nothing is drawn; draw a line first");
    }
    if (count < 1 || count > MOST_ROWS) {
      throw new IllegalArgumentException(
          "strokes: rows must be 1 to " + MOST_ROWS + ", found " + count);
    }
    double[] values = new double[2 * count];
    double[] spread = new double[2];
    NoiseStream noise = new NoiseStream();
    for (int n = 0; n < count; n++) {
      noise.reset(seed, Purpose.DATA, DRAWN, n, 0, 0, 0);
      int piece = piece(ends, noise.nextUniform() * mass);
      double share = noise.nextUniform();
      noise.gaussian(spread, 0, 2);
      Stroke stroke = owners[piece];
      int from = numbers[piece];
      int to = Math.min(from + 1, stroke.x().length - 1);
      values[2 * n] = between(stroke.x(), from, to, share) + stroke.width() * spread[0];
      values[2 * n + 1] = between(stroke.y(), from, to, share) + stroke.width() * spread[1];
    }
    return new Rows("drawn", COLUMNS, values);
  }

  private static int piece(double[] ends, double mass) {
    int found = Arrays.binarySearch(ends, mass);
    return Math.min(ends.length - 1, found >= 0 ? found : -found - 1);
  }

  private static double between(double[] values, int from, int to, double share) {
    return values[from] + share * (values[to] - values[from]);
  }
}
