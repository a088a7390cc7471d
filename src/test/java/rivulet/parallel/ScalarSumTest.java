package rivulet.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ScalarSumTest {
  private static double[] values(int n) {
    return new SplittableRandom(3).doubles(n, -1, 1).map(x -> x * x * x * 1e6).toArray();
  }

  /** The binary counter of the package description, spelt out with a stack of complete nodes. */
  private static double counter(double[] v, int n) {
    Deque<double[]> nodes = new ArrayDeque<>();
    for (int from = 0; from < n; from += 8) {
      double leaf = v[from];
      for (int i = from + 1; i < Math.min(from + 8, n); i++) {
        leaf += v[i];
      }
      double[] node = {leaf, 1};
      while (!nodes.isEmpty() && nodes.peek()[1] == node[1]) {
        double[] left = nodes.pop();
        node = new double[] {left[0] + node[0], 2 * node[1]};
      }
      nodes.push(node);
    }
    double sum = nodes.pop()[0];
    while (!nodes.isEmpty()) {
      sum = nodes.pop()[0] + sum;
    }
    return sum;
  }

  @Test
  void everyCountFollowsTheBinaryCounter() {
    double[] v = values(2_100);
    for (int n = 1; n <= v.length; n++) {
      assertEquals(counter(v, n), ScalarSum.sum(v, n), "n = " + n);
    }
  }

  @Test
  void theOrderIsTheFixedOne() {
    double[] v = new double[24];
    v[0] = 1;
    v[8] = 0x1p60;
    v[16] = -0x1p60;
    // Leaves 1, 2^60, -2^60: (1 + 2^60) + -2^60 loses the 1, while 1 + (2^60 + -2^60) keeps it.
    assertEquals(0, ScalarSum.sum(v, 24));
  }

  @Test
  void noneOneAndFew() {
    assertEquals(0, ScalarSum.sum(new double[0], 0));
    assertEquals(0, ScalarSum.sum(new double[] {5}, 0));
    assertEquals(5, ScalarSum.sum(new double[] {5, 7}, 1));
    assertEquals(12, ScalarSum.sum(new double[] {5, 7}, 2));
  }

  @Test
  void errorGrowsWithTheLogarithm() {
    double[] v = values(100_000);
    BigDecimal exact = Arrays.stream(v).mapToObj(BigDecimal::new).reduce(BigDecimal::add).get();
    double magnitude = Arrays.stream(v).map(Math::abs).sum();
    // 7 additions within a leaf and 14 levels, half a unit in the last place each.
    double bound = 21 * 0x1p-53 * magnitude;
    double error = exact.subtract(new BigDecimal(ScalarSum.sum(v, v.length))).abs().doubleValue();
    assertTrue(error <= bound, () -> error + " above " + bound);
  }

  @Test
  void countOutOfRange() {
    String message = "scalar sum: the count must lie in 0..2, found ";
    for (int n : new int[] {-1, 3}) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> ScalarSum.sum(new double[2], n));
      assertEquals(message + n, refused.getMessage());
    }
  }
}
