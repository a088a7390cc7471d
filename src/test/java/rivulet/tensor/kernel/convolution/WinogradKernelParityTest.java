package rivulet.tensor.kernel.convolution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.tensor.Layout;

/** Packed weights have the bits of {@code G g Gᵀ}, element by element in float64, rounded once. */
final class WinogradKernelParityTest {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  @ParameterizedTest
  @CsvSource({
    "16, 64, false",
    "16, 64, true",
    "21, 35, false",
    "21, 35, true",
    "17, 300, false",
    "17, 300, true"
  })
  void packsTheTransform(int inputs, int outputs, boolean adjoint) {
    packs(WinogradFourTransform.kernel(inputs, outputs), 6, inputs, outputs, adjoint);
    packs(WinogradTransform.kernel(inputs, outputs), 4, inputs, outputs, adjoint);
  }

  /** The divisors of both transforms, and numbers near powers of two, whose inverses are hard. */
  @ParameterizedTest
  @ValueSource(
      doubles = {2, 2.3, -1.7, 0.3, 1.9999999999999998, 1.0000000000000002, -4.218749999999999})
  void quotientsAreThoseOfADivision(double divisor) {
    Random random = new Random(11);
    for (int i = 0; i < 1_000_000; i++) {
      double a = Math.scalb(random.nextDouble() - 0.5, random.nextInt(-300, 300));
      double close = divisor * Math.scalb(1 + i * Math.ulp(1.0), i % 40 - 20);
      assertEquals(a / divisor, WinogradKernel.quotient(a, divisor, 1 / divisor));
      assertEquals(close / divisor, WinogradKernel.quotient(close, divisor, 1 / divisor));
    }
  }

  private static void packs(
      WinogradKernel kernel, int side, int inputs, int outputs, boolean adjoint) {
    KernelIndex index = new KernelIndex(inputs, outputs, 9, adjoint);
    long stride = Layout.padded(outputs);
    long plane = 4 * stride * inputs;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment w = arena.allocate(4L * 9 * inputs * outputs);
      Random random = new Random(7);
      for (int i = 0; i < 9 * inputs * outputs; i++) {
        w.set(FLOAT, 4L * i, (float) random.nextGaussian());
      }
      MemorySegment packed = arena.allocate(side * side * plane);
      kernel.pack(w, 0, adjoint, packed, 0, plane);
      for (int i = 0; i < inputs; i++) {
        for (int o = 0; o < stride; o++) {
          float[] expected = o < outputs ? transform(index, side, w, i, o) : new float[side * side];
          for (int k = 0; k < side * side; k++) {
            float found = packed.get(FLOAT, k * plane + 4 * (i * stride + o));
            assertEquals(
                Float.floatToRawIntBits(expected[k]),
                Float.floatToRawIntBits(found),
                "position " + k);
          }
        }
      }
    }
  }

  private static float[] transform(KernelIndex index, int side, MemorySegment w, int i, int o) {
    float[] result = new float[side * side];
    for (int row = 0; row < side; row++) {
      double[] across = new double[3];
      for (int c = 0; c < 3; c++) {
        float a = index.weight(w, 0, o, i, c);
        float b = index.weight(w, 0, o, i, 3 + c);
        across[c] = g(side, row, a, b, index.weight(w, 0, o, i, 6 + c));
      }
      for (int column = 0; column < side; column++) {
        result[side * row + column] = (float) g(side, column, across[0], across[1], across[2]);
      }
    }
    return result;
  }

  private static double g(int side, int row, double a, double b, double c) {
    return side == 6 ? four(row, a, b, c) : two(row, a, b, c);
  }

  private static double two(int row, double a, double b, double c) {
    return switch (row) {
      case 0 -> a;
      case 1 -> 0.5 * (a + b + c);
      case 2 -> 0.5 * (a - b + c);
      default -> c;
    };
  }

  /** The polynomial at 0, ±5/8, ±3/2 and ∞ over its norm. */
  private static double four(int row, double a, double b, double c) {
    double p2 = 0.625 * 0.625;
    double q2 = 1.5 * 1.5;
    return switch (row) {
      case 0 -> a / (p2 * q2);
      case 1 -> (a + 0.625 * b + p2 * c) / (2 * p2 * (p2 - q2));
      case 2 -> (a - 0.625 * b + p2 * c) / (2 * p2 * (p2 - q2));
      case 3 -> (a + 1.5 * b + q2 * c) / (2 * q2 * (q2 - p2));
      case 4 -> (a - 1.5 * b + q2 * c) / (2 * q2 * (q2 - p2));
      default -> c;
    };
  }
}
