package rivulet.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Mean and deviation of numbers that one can work out in the head. */
final class MomentsAccuracyTest {
  @Test
  void ofOneArray() {
    Moments found = Moments.of(new double[] {1, 3, 5, 7});
    assertEquals(4, found.mean(), 1e-15);
    assertEquals(Math.sqrt(5), found.deviation(), 1e-15);
  }

  @Test
  void ofEveryEntryOverArrays() {
    double[][] arrays = {{0, 2, 5}, {4, 2, 7}};
    assertArrayEquals(new double[] {2, 0, 1}, Moments.deviations(arrays), 1e-15);
  }
}
