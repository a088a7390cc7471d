package rivulet.inspect.plane;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Which part of the plane a figure shows. */
final class PlaneWindowContractTest {
  private static double[][] line(int count, double x, double y) {
    double[][] points = new double[count][];
    Arrays.setAll(points, i -> new double[] {x * i / (count - 1), y * i / (count - 1)});
    return points;
  }

  @Test
  void columnsOfLikeSpansHaveOneScale() {
    PlaneWindow window = PlaneWindow.around(line(101, 1, 2));
    assertEquals(window.right() - window.left(), window.top() - window.bottom(), 1e-12);
    assertEquals(0.5, (window.left() + window.right()) / 2, 1e-12);
    assertTrue(window.bottom() < 0 && window.top() > 2);
  }

  @Test
  void columnsOfOtherUnitsHaveTheirOwn() {
    PlaneWindow window = PlaneWindow.around(line(101, 1, 1000));
    assertTrue(window.right() < 2 && window.top() > 1000, window.toString());
  }

  @Test
  void momentsMakeAWindowOfOneScaleOrTwo() {
    double[] mean = {1, -1};
    assertEquals(new PlaneWindow(-5, 7, -7, 5), PlaneWindow.around(mean, new double[] {2, 3}, 2));
    assertEquals(new PlaneWindow(-3, 5, -13, 11), PlaneWindow.around(mean, new double[] {2, 6}, 2));
  }

  @Test
  void aFewFarPointsDoNotDecide() {
    double[][] points = line(1000, 1, 1);
    points[3] = new double[] {1e6, -1e6};
    assertTrue(PlaneWindow.around(points).right() < 2);
  }

  @Test
  void oneValueAloneStillHasAWindow() {
    PlaneWindow window = PlaneWindow.around(new double[][] {{5, 0}});
    assertTrue(window.left() < 5 && window.right() > 5);
    assertTrue(window.bottom() < 0 && window.top() > 0);
  }

  @Test
  void nodesReachTheEdgesAndCentresDoNot() {
    PlaneWindow window = new PlaneWindow(0, 4, 10, 12);
    assertArrayEquals(new double[] {0, 10}, window.nodes(3)[0]);
    assertArrayEquals(new double[] {2, 11}, window.nodes(3)[4]);
    assertArrayEquals(new double[] {4, 12}, window.nodes(3)[8]);
    assertArrayEquals(new double[] {1, 10.5}, window.centres(2)[0]);
    assertArrayEquals(new double[] {3, 11.5}, window.centres(2)[3]);
  }

  @Test
  void aWindowThatShowsNothingIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new PlaneWindow(1, 1, 0, 1));
    assertThrows(
        IllegalArgumentException.class, () -> new PlaneWindow(0, 1, 0, Double.POSITIVE_INFINITY));
  }
}
