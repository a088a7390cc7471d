package rivulet.tensor.kernel.convolution;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.Layout;
import rivulet.tensor.kernel.gemm.Tiles;

/**
 * Packs the weights of a Winograd convolution: {@code G g Gᵀ} in float64, rounded once. Packed
 * order: position in the transform, input channel, output channel.
 *
 * <p>G has a row for the point 0, {@code a/d₀}, one for each finite point x, {@code (a + x·b +
 * x²·c)/d}, and one for infinity, {@code c}.
 *
 * <p>Works on some hundred kernels at a time in arrays, by plain loops that C2 can make vector code
 * of; vectors of doubles by the vector API would be as fast, but the kernels of {@link
 * rivulet.tensor.kernel} lose by seeing two kinds. Mutable: one thread packs at a time. Nothing is
 * allocated in a call.
 */
final class WinogradKernel {
  /** Kernels at a time; their 27 or 33 numbers each stay in the second-level cache. */
  private static final int BLOCK = 256;

  private final KernelIndex plain;
  private final KernelIndex mirrored;
  private final double zero;
  private final double[] points;
  private final double[] divisors;
  private final int side;
  private final double[][] taps;
  private final double[][] rows;
  private final double[] transformed;
  private final float[] rounded;

  /**
   * @param inputs channels of the convolution, as {@code outputs}
   * @param zero divisor d₀ of the point 0
   * @param points the finite points but 0
   * @param divisors d of each
   */
  WinogradKernel(int inputs, int outputs, double zero, double[] points, double[] divisors) {
    this.plain = new KernelIndex(inputs, outputs, 9, false);
    this.mirrored = new KernelIndex(inputs, outputs, 9, true);
    this.zero = zero;
    this.points = points;
    this.divisors = divisors;
    this.side = points.length + 2;
    int most = Math.max(BLOCK, outputs);
    this.taps = new double[9][most];
    this.rows = new double[3 * side][most];
    this.transformed = new double[most];
    this.rounded = new float[most];
  }

  /**
   * Packs a canonical kernel at {@code w + at}.
   *
   * @param adjoint whether for the adjoint convolution; see {@link KernelIndex}
   * @param plane bytes from one position to the next in {@code packed}
   */
  void pack(MemorySegment w, long at, boolean adjoint, MemorySegment packed, long to, long plane) {
    KernelIndex index = adjoint ? mirrored : plain;
    int most = taps[0].length / index.outputs();
    for (int i = 0; i < index.inputs(); i += most) {
      int inputs = Math.min(most, index.inputs() - i);
      gather(index, w, at, i, inputs);
      columns(inputs * index.outputs());
      rows(index.outputs(), inputs, packed, to + 4 * i * stride(index.outputs()), plane);
    }
  }

  private static long stride(int outputs) {
    return Layout.padded(outputs);
  }

  /** Tap by tap: input channel by input channel, output by output. */
  private void gather(KernelIndex index, MemorySegment w, long at, int first, int inputs) {
    int outputs = index.outputs();
    for (int tap = 0; tap < 9; tap++) {
      double[] values = taps[tap];
      for (int i = 0; i < inputs; i++) {
        for (int o = 0; o < outputs; o++) {
          values[i * outputs + o] = index.weight(w, at, o, first + i, tap);
        }
      }
    }
  }

  /** G down the columns of n kernels. */
  private void columns(int n) {
    for (int column = 0; column < 3; column++) {
      for (int row = 0; row < side; row++) {
        step(row, taps[column], taps[3 + column], taps[6 + column], rows[3 * row + column], n);
      }
    }
  }

  /** G along the rows, into the planes. */
  private void rows(int outputs, int inputs, MemorySegment packed, long to, long plane) {
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        step(
            column,
            rows[3 * row],
            rows[3 * row + 1],
            rows[3 * row + 2],
            transformed,
            inputs * outputs);
        round(transformed, rounded, inputs * outputs);
        long at = to + (side * row + column) * plane;
        for (int i = 0; i < inputs; i++) {
          long place = at + 4 * i * stride(outputs);
          MemorySegment.copy(rounded, i * outputs, packed, Tiles.FLOAT, place, outputs);
        }
      }
    }
  }

  /** Element {@code row} of {@code G (a, b, c)ᵀ} of n columns. */
  private void step(int row, double[] a, double[] b, double[] c, double[] to, int n) {
    if (row == 0) {
      divide(a, zero, to, n);
    } else if (row <= points.length) {
      evaluate(points[row - 1], divisors[row - 1], a, b, c, to, n);
    } else {
      System.arraycopy(c, 0, to, 0, n);
    }
  }

  private static void divide(double[] a, double divisor, double[] to, int n) {
    double inverse = 1 / divisor;
    for (int i = 0; i < n; i++) {
      to[i] = quotient(a[i], divisor, inverse);
    }
  }

  private static void evaluate(
      double x, double divisor, double[] a, double[] b, double[] c, double[] to, int n) {
    double square = x * x;
    double inverse = 1 / divisor;
    for (int i = 0; i < n; i++) {
      to[i] = quotient(a[i] + x * b[i] + square * c[i], divisor, inverse);
    }
  }

  /**
   * {@code a / divisor}, correctly rounded, without a division, of which a processor makes one
   * vector in 16 cycles: the first correction comes within one unit in the last place, and one from
   * there, with the inverse correctly rounded, gives the rounded quotient (P. Markstein,
   * Computation of elementary functions on the IBM RISC System/6000 processor, 1990, theorem 8.4).
   *
   * @param a finite; its quotient is 0 or far from the smallest and the largest numbers
   * @param inverse 1 / divisor, rounded
   */
  static double quotient(double a, double divisor, double inverse) {
    double rough = a * inverse;
    double near = Math.fma(Math.fma(-rough, divisor, a), inverse, rough);
    return Math.fma(Math.fma(-near, divisor, a), inverse, near);
  }

  private static void round(double[] from, float[] to, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = (float) from[i];
    }
  }
}
