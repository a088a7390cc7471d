package rivulet.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** {@code numpy.random.RandomState(seed).permutation(count)} of NumPy 1.24. */
final class NumpyPermutationGoldenTest {
  @Test
  void ordersAreThoseOfNumpy() {
    assertArrayEquals(
        new int[] {18, 1, 19, 8, 10, 17, 6, 13, 4, 2, 5, 14, 9, 7, 16, 11, 3, 0, 15, 12},
        NumpyPermutation.of(0, 20));
    int[] order = NumpyPermutation.of(646, 700); // more numbers than one state holds
    assertArrayEquals(new int[] {254, 649, 362, 461, 190, 18, 688, 171}, Arrays.copyOf(order, 8));
    assertArrayEquals(new int[] {432, 1, 339}, Arrays.copyOfRange(order, 697, 700));
    Arrays.sort(order);
    for (int i = 0; i < order.length; i++) {
      assertEquals(i, order[i]);
    }
    assertArrayEquals(new int[] {0}, NumpyPermutation.of(5, 1));
  }
}
