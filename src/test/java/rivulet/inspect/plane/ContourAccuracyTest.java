package rivulet.inspect.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contours against curves that are known. */
final class ContourAccuracyTest {
  /** Values of a function at nodes from −1 to 1. */
  private static NodeGrid grid(int side, DoubleBinaryOperator f) {
    double[] values = new double[side * side];
    Arrays.setAll(values, i -> f.applyAsDouble(at(i % side, side), at(i / side, side)));
    return new NodeGrid(side, values);
  }

  private static double at(double node, int side) {
    return 2 * node / (side - 1) - 1;
  }

  private static double radius(Contour.Line line, int i, int side) {
    return Math.hypot(at(line.x()[i], side), at(line.y()[i], side));
  }

  /** By the shoelace formula. */
  private static double area(Contour.Line line, int side) {
    double sum = 0;
    for (int i = 0; i < line.x().length; i++) {
      int next = (i + 1) % line.x().length;
      sum += at(line.x()[i], side) * at(line.y()[next], side);
      sum -= at(line.x()[next], side) * at(line.y()[i], side);
    }
    return Math.abs(sum) / 2;
  }

  /**
   * Linear between nodes at distance h, x² + y² is wrong by h²/4 at most, so the radius by h²/8r.
   */
  @ParameterizedTest
  @ValueSource(ints = {9, 20, 65, 129})
  void aCircleIsOneClosedLine(int side) {
    double r = 0.7;
    List<Contour.Line> lines = Contour.of(grid(side, (x, y) -> x * x + y * y), r * r);
    assertEquals(1, lines.size());
    Contour.Line line = lines.getFirst();
    assertTrue(line.closed());
    double h = 2.0 / (side - 1);
    for (int i = 0; i < line.x().length; i++) {
      assertEquals(r, radius(line, i, side), h * h / (8 * r) * 1.05, "point " + i);
    }
    assertEquals(Math.PI * r * r, area(line, side), 3 * h * h);
  }

  /** Neighbouring points lie in one cell: the line is followed, not only collected. */
  @Test
  void pointsFollowEachOther() {
    int side = 40;
    for (Contour.Line line : Contour.of(grid(side, (x, y) -> x * x - y * y * y), 0.1)) {
      for (int i = 1; i < line.x().length; i++) {
        double step = Math.hypot(line.x()[i] - line.x()[i - 1], line.y()[i] - line.y()[i - 1]);
        assertTrue(step > 0 && step <= Math.sqrt(2) + 1e-12, "step " + step);
      }
    }
  }

  @Test
  void aCircleThatLeavesTheGridIsCutIntoFourArcs() {
    int side = 65;
    List<Contour.Line> lines = Contour.of(grid(side, (x, y) -> x * x + y * y), 1.1 * 1.1);
    assertEquals(4, lines.size());
    for (Contour.Line line : lines) {
      assertFalse(line.closed());
      for (int end : new int[] {0, line.x().length - 1}) {
        double x = Math.abs(at(line.x()[end], side));
        double y = Math.abs(at(line.y()[end], side));
        assertEquals(1, Math.max(x, y), 1e-12, "an end lies on the edge");
      }
    }
  }

  @Test
  void separateHillsHaveLinesOfTheirOwn() {
    NodeGrid hills =
        grid(
            80,
            (x, y) -> Math.max(-Math.hypot(x - 0.4, y), Math.max(-Math.hypot(x + 0.4, y), -1.0)));
    assertEquals(2, Contour.of(hills, -0.3).size());
    assertEquals(1, Contour.of(hills, -0.55).size());
  }

  /** Four nodes of which two opposite ones are high: the mean says which pieces hang together. */
  @ParameterizedTest
  @ValueSource(doubles = {0.4, 0.6})
  void aSaddleIsJoinedByItsMiddle(double level) {
    NodeGrid saddle = new NodeGrid(2, new double[] {1, 0, 0, 1});
    List<Contour.Line> lines = Contour.of(saddle, level);
    assertEquals(2, lines.size());
    for (Contour.Line line : lines) {
      // Around a low corner if the middle is high, else around a high one.
      double sum = line.x()[0] + line.x()[1] + line.y()[0] + line.y()[1];
      boolean aroundHigh = Math.abs(sum - 2) > 1e-9;
      assertEquals(level > 0.5, aroundHigh, Arrays.toString(line.x()) + Arrays.toString(line.y()));
    }
  }

  @Test
  void aLevelThatNothingReachesHasNoLine() {
    NodeGrid flat = grid(5, (x, y) -> 1);
    assertEquals(List.of(), Contour.of(flat, 2));
    assertEquals(List.of(), Contour.of(flat, 0));
    assertEquals(List.of(), Contour.of(flat, 1));
  }
}
