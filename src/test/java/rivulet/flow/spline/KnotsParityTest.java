package rivulet.flow.spline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The search by halves beside plain counting. */
final class KnotsParityTest {
  @Test
  void countsWhatIsNotAbove() {
    Random random = new Random(5);
    for (int n = 0; n < 70; n++) {
      double[] numbers = random.doubles(n).map(v -> Math.rint(20 * v)).sorted().toArray();
      for (double x = -1; x <= 21; x += 0.5) {
        double bound = x;
        long counted = Arrays.stream(numbers).filter(v -> v <= bound).count();
        assertEquals(counted, Knots.notAbove(numbers, x), n + " numbers, " + x);
      }
      assertEquals(n, Knots.notAbove(numbers, Double.POSITIVE_INFINITY));
      assertEquals(0, Knots.notAbove(numbers, Double.NEGATIVE_INFINITY));
      assertEquals(0, Knots.notAbove(numbers, Double.NaN));
    }
  }
}
