package rivulet.inspect.plane;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Values between the nodes of a grid. */
final class NodeGridAccuracyTest {
  private static final int SIDE = 9;

  @Test
  void atTheNodesTheyAreTheNodes() {
    double[] values = new SplittableRandom(1).doubles(SIDE * SIDE).toArray();
    NodeGrid grid = new NodeGrid(SIDE, values);
    for (int i = 0; i < values.length; i++) {
      double x = i % SIDE / (SIDE - 1.0);
      double y = i / SIDE / (SIDE - 1.0);
      assertEquals(values[i], grid.between(x, y), 1e-12, "node " + i);
    }
  }

  /** Central differences are exact for them, away from the edge. */
  @Test
  void quadraticsAreExact() {
    double[] values = new double[SIDE * SIDE];
    Arrays.setAll(values, i -> f(i % SIDE, i / SIDE));
    NodeGrid grid = new NodeGrid(SIDE, values);
    for (double x = 1; x <= SIDE - 2; x += 0.17) {
      for (double y = 1; y <= SIDE - 2; y += 0.31) {
        assertEquals(f(x, y), grid.between(x / (SIDE - 1), y / (SIDE - 1)), 1e-10);
      }
    }
  }

  private static double f(double x, double y) {
    return 3 + x - 2 * y + 0.5 * x * x - 0.25 * x * y + y * y;
  }

  @Test
  void whatIsNoNumberIsRaisedToTheLeast() {
    NodeGrid grid =
        new NodeGrid(2, new double[] {Double.NaN, Double.NEGATIVE_INFINITY, -3, 2}).atLeast(-1);
    assertArrayEquals(new double[] {-1, -1, -1, 2}, grid.values());
  }

  @Test
  void quantilesLeaveOutWhatIsNoNumber() {
    NodeGrid grid = new NodeGrid(2, new double[] {Double.NaN, 5, 1, 3});
    assertEquals(5, grid.quantile(1));
    assertEquals(1, grid.quantile(0));
    assertEquals(3, grid.quantile(0.5));
  }

  @Test
  void aGridOfAnotherSizeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new NodeGrid(3, new double[8]));
  }
}
