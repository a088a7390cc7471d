package rivulet.inspect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ticks are round and inside, smoothing is a mean, and every point lies where it belongs. */
final class LineChartContractTest {
  private static final Pattern POINT = Pattern.compile("[ML](-?[0-9.]+) (-?[0-9.]+)");

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1200", "2.9, 8.4", "-3, 0.002", "1e-5, 3e-5", "5, 5", "0, 0"})
  void ticksAreInsideAndEvenlySpaced(double low, double high) {
    Axis axis = Axis.over(low, high, 0, 100, 5).widened();
    List<Double> ticks = axis.ticks();
    assertTrue(ticks.size() >= 2 && ticks.size() <= 13, ticks.toString());
    for (double tick : ticks) {
      assertTrue(axis.at(tick) > -1e-6 && axis.at(tick) < 100 + 1e-6, axis + " " + tick);
      double read = Double.parseDouble(axis.label(tick).replace('\u2212', '-'));
      assertEquals(tick, read, 1e-6 * axis.step());
    }
    assertTrue(axis.at(low) > -1e-6 && axis.at(high) < 100 + 1e-6);
  }

  @Test
  void smoothingKeepsAConstantAndGaps() {
    double[] smooth = values(Series.perUpdate("s", new double[] {3, 3, Double.NaN, 3}).smoothed(5));
    assertArrayEquals(new double[] {3, 3, Double.NaN, 3}, smooth, 1e-12);
    double[] step = values(Series.perUpdate("s", new double[] {0, 1}).smoothed(1));
    // Weights e⁻¹ and 1 of the two values.
    assertEquals(1 / (1 + StrictMath.exp(-1)), step[1], 1e-12);
  }

  private static double[] values(Series series) {
    double[] values = new double[series.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = series.yAt(i);
    }
    return values;
  }

  @Test
  void aLineGoesThroughItsPoints() {
    Series series = new Series("s", new double[] {0, 5, 10}, new double[] {0, 1, 0.5});
    Markup out = new Markup();
    new LineChartSvg(new LineChart("c", "x", "y", List.of(series), 0), "d", out).draw();
    Matcher path = Pattern.compile("class=\"raw s0 only\" d=\"([^\"]*)\"").matcher(out.page());
    assertTrue(path.find(), out.page());
    Matcher points = POINT.matcher(path.group(1));
    // The frame: x from 54 to 466, y from 240 (low) to 30 (high).
    double[][] expected = {{54, 240}, {260, 30}, {466, 135}};
    for (double[] point : expected) {
      assertTrue(points.find());
      assertEquals(point[0], Double.parseDouble(points.group(1)), 0.01);
      assertEquals(point[1], Double.parseDouble(points.group(2)), 0.01);
    }
  }

  @Test
  void manyPointsBecomeFewAndKeepTheirExtremes() {
    double[] y = new double[100_000];
    y[54_321] = 1;
    Markup out = new Markup();
    LineChart chart = new LineChart("c", "x", "y", List.of(Series.perUpdate("s", y)), 0);
    new LineChartSvg(chart, "d", out).draw();
    Matcher points = POINT.matcher(out.page());
    int count = 0;
    double highest = Double.POSITIVE_INFINITY;
    while (points.find()) {
      count++;
      highest = Math.min(highest, Double.parseDouble(points.group(2)));
    }
    // The spike leaves the frame, whose top is at 30; the clip path cuts it there.
    assertTrue(highest < 30, "spike drawn up to " + highest);
    assertTrue(count > 300 && count < 900, "points drawn: " + count);
  }
}
