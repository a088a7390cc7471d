package rivulet.points;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.points.table.Columns;
import rivulet.points.table.Rows;
import rivulet.points.table.Table;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;

/** A density is moved and stretched with its data, however far. */
final class StandardisationAccuracyTest {
  private static final Columns ONE = Columns.named(List.of("t"));

  private static double[] base() {
    double[] values = new double[400];
    new NoiseStream().reset(1, Purpose.DATA, 9, 0, 0, 0, 0).gaussian(values, 0, 400);
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.rint(values[i] * 1024) / 1024; // so that sums with whole numbers are exact
    }
    return values;
  }

  private static Standardisation of(double[] values) {
    return Standardisation.of(new Table(new Rows("r", ONE, values)), 1);
  }

  /**
   * Rounding of the values is at most 2^-53 of the offset; the running mean rounds once per row.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1 << 20, 1700000061.0, -0x1p40})
  void anOffsetMovesTheMeanAndNothingElse(double offset) {
    double[] values = base();
    Standardisation zero = of(values);
    double[] moved = Arrays.stream(values).map(x -> x + offset).toArray();
    Standardisation far = of(moved);
    double bound = 1e-15 + 32 * Math.ulp(offset);
    assertEquals(zero.mean()[0] + offset, far.mean()[0], bound);
    assertEquals(zero.deviation()[0], far.deviation()[0], bound);
    for (int i = 0; i < values.length; i++) {
      double[] point = {moved[i]};
      double[] expected = {values[i]};
      double logDet = zero.forward(expected);
      assertEquals(logDet, far.forward(point), 2 * bound);
      assertEquals(expected[0], point[0], 8 * bound);
      far.inverse(point);
      assertEquals(moved[i], point[0], 2 * Math.ulp(offset + 4));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0x1p-400, 0x1p-30, 0x1p30, 0x1p400})
  void aUnitIsTakenOut(double unit) {
    double[] values = base();
    Standardisation one = of(values);
    Standardisation other = of(Arrays.stream(values).map(x -> x * unit).toArray());
    assertArrayEquals(new double[] {one.deviation()[0] * unit}, other.deviation());
    double[] point = {values[3] * unit};
    double[] expected = {values[3]};
    double logDet = one.forward(expected);
    assertEquals(logDet - StrictMath.log(unit), other.forward(point), 1e-12);
    assertArrayEquals(expected, point);
  }

  private static void refused(double[] values, String part) {
    String message = assertThrows(IllegalArgumentException.class, () -> of(values)).getMessage();
    assertTrue(message.contains("column 't'"), message);
    assertTrue(message.contains(part), message);
  }

  @Test
  void whereThereIsNoDensity() {
    double[] values = new double[40];
    Arrays.fill(values, 0.1);
    refused(values, "one value in all training rows");
    refused(Arrays.stream(base()).map(x -> x + 0x1p53).toArray(), "one value");
    refused(Arrays.stream(base()).map(x -> x * 1e200).toArray(), "change its unit");
    refused(Arrays.stream(base()).map(x -> x * 1e-200).toArray(), "one value");
  }

  @Test
  void columnsOfFewValuesAreFound() {
    double[] values = new double[200];
    Arrays.setAll(values, i -> i % 2 == 0 ? i / 2 : i / 2 % 3);
    Table table = new Table(new Rows("r", Columns.named(List.of("all", "three")), values));
    assertEquals(List.of("three"), table.discrete());
  }
}
