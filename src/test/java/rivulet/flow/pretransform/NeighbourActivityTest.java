package rivulet.flow.pretransform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NeighbourActivityTest {
  @Test
  void activityLooksAtAllNeighboursInside() {
    double[] image = {0, 0, 0, 0, 0.5, 0, 0, 0, -1};
    assertEquals(0.5, NeighbourActivity.of(image, 0, 0, 0, 3, 3));
    assertEquals(1.5, NeighbourActivity.of(image, 0, 1, 1, 3, 3));
    assertEquals(0.5, NeighbourActivity.of(image, 0, 1, 0, 3, 3));
  }

  @Test
  void neighbourIsTheFirstThatDiffersMost() {
    double[] image = {9, 1, 0, 0, 0, 0, 0, 0, -1, 0};
    assertEquals(1, NeighbourActivity.neighbour(image, 1, 1, 1, 3, 3));
    assertEquals(5, NeighbourActivity.neighbour(new double[10], 1, 1, 1, 3, 3));
  }

  @Test
  void onePixelHasNoneAround() {
    assertEquals(0, NeighbourActivity.of(new double[] {0.5}, 0, 0, 0, 1, 1));
  }
}
