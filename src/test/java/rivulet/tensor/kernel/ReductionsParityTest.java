package rivulet.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reductions against plain loops that spell out the order of the contract, bit for bit. */
final class ReductionsParityTest {
  private static final int LANES = 16;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 15, 16, 17, 31, 33, 63, 64, 65, 100, 1000})
  void equalsReference(int n) {
    for (int offset : new int[] {0, 4, 20, 64}) {
      try (Arena arena = Arena.ofShared()) {
        MemorySegment a = arena.allocate(offset + 4L * n, 64);
        MemorySegment b = arena.allocate(offset + 4L * n, 64);
        SampleFloats.fillOrdinary(a, 7);
        SampleFloats.fillOrdinary(b, 8);
        double[] ab = new double[n];
        double[] aa = new double[n];
        double[] plain = new double[n];
        for (int i = 0; i < n; i++) {
          double x = Lanes.get(a, offset + 4L * i);
          ab[i] = x * Lanes.get(b, offset + 4L * i);
          aa[i] = x * x;
          plain[i] = x;
        }
        assertBits(reference(ab), Reductions.dot(a, offset, b, offset, n));
        assertBits(reference(aa), Reductions.sumOfSquares(a, offset, n));
        assertBits(reference(plain), Reductions.sum(a, offset, n));
        assertEquals(true, Reductions.allFinite(a, offset, n));
      }
    }
  }

  @Test
  void oneBadElementIsFoundAtEveryPlace() {
    int n = 67;
    try (Arena arena = Arena.ofShared()) {
      MemorySegment a = arena.allocate(4L * n, 64);
      for (int i = 0; i < n; i++) {
        for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
          SampleFloats.fillOrdinary(a, 9);
          Lanes.set(a, 4L * i, bad);
          assertEquals(false, Reductions.allFinite(a, 0, n), "element " + i);
        }
        SampleFloats.fillOrdinary(a, 9);
        Lanes.set(a, 4L * i, -Float.MAX_VALUE);
        assertEquals(true, Reductions.allFinite(a, 0, n), "element " + i);
      }
    }
  }

  private static double reference(double[] terms) {
    int blocks = terms.length / LANES * LANES;
    double[] lane = new double[LANES];
    double tail = 0;
    for (int j = 0; j < terms.length; j++) {
      if (j < blocks) {
        lane[j % LANES] += terms[j];
      } else {
        tail += terms[j];
      }
    }
    for (int width = LANES / 2; width > 0; width /= 2) {
      for (int i = 0; i < width; i++) {
        lane[i] = lane[2 * i] + lane[2 * i + 1];
      }
    }
    return lane[0] + tail;
  }

  private static void assertBits(double expected, double actual) {
    assertEquals(Double.doubleToLongBits(expected), Double.doubleToLongBits(actual));
  }
}
