package rivulet.data.resize;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import rivulet.names.Named;

/**
 * What each old pixel counts for in a new one, along one axis. With a distance t between their
 * centres, in widths of a new pixel:
 *
 * <table>
 * <caption>Filters</caption>
 * <tr><th>filter</th><th>weight</th><th>zero from |t| =</th></tr>
 * <tr><td>box</td><td>the part of the old pixel that lies in the new one: the exact mean over its
 * area</td><td>½ and half an old pixel</td></tr>
 * <tr><td>triangle</td><td>1 − |t|; other tools call it bilinear with antialias</td>
 * <td>1</td></tr>
 * <tr><td>lanczos3</td><td>sinc(t)·sinc(t/3), sinc(t) = sin(πt)/(πt); partly negative</td>
 * <td>3</td></tr>
 * </table>
 */
public enum Filter {
  BOX(1),
  TRIANGLE(2),
  LANCZOS3(6);

  private static final double LOBES = 3;

  private final int width;

  Filter(int width) {
    this.width = width;
  }

  /** All names, the default first. */
  public static List<String> names() {
    return Stream.of(values()).map(Filter::label).toList();
  }

  /**
   * A filter by its name.
   *
   * @throws IllegalArgumentException for another one
   */
  public static Filter named(String name) {
    return Named.of("filter", name, values(), Filter::label);
  }

  /** Its name as people write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** New pixels that it reaches over, to both sides together. */
  int width() {
    return width;
  }

  /**
   * Weight of an old pixel in a new one; only relations between those of one new pixel count.
   *
   * @param from old pixels in all
   * @param to new pixels in all, at most as many
   */
  double weight(int old, int fresh, int from, int to) {
    long left = (long) old * to;
    long begin = (long) fresh * from;
    if (this == BOX) {
      return Math.max(0, Math.min(left + to, begin + from) - Math.max(left, begin));
    }
    double t = Math.abs((double) (2 * left + to - 2 * begin - from) / (2L * from));
    if (2 * t >= width) {
      return 0;
    }
    return this == TRIANGLE ? 1 - t : sinc(t) * sinc(t / LOBES);
  }

  private static double sinc(double t) {
    double angle = Math.PI * t;
    return t == 0 ? 1 : StrictMath.sin(angle) / angle;
  }
}
