package rivulet.perf;

import java.util.function.IntToDoubleFunction;

/** Float64 references of the test cases, plain loops, and the comparison of results with them. */
public final class Reference {
  /** Results that are looked at. */
  private static final int SAMPLES = 211;

  private static final double TOLERANCE = 2e-5;
  private static final int TAPS = 9;

  private Reference() {}

  /** Throws {@link IllegalStateException} unless the kernel computes the case. */
  public static void verify(ConvolutionCase problem, Kernel kernel) {
    verify(problem.toString(), kernel.result(), index -> convolution(problem, index));
  }

  /** Throws {@link IllegalStateException} unless the kernel computes rows×inner×columns. */
  public static void verify(int rows, int inner, int columns, Kernel kernel) {
    String name = "gemm " + rows + "x" + inner + "x" + columns;
    verify(name, kernel.result(), index -> product(inner, columns, index));
  }

  private static void verify(String name, float[] results, IntToDoubleFunction expected) {
    int stride = Math.max(1, results.length / SAMPLES);
    double largest = 0;
    double error = 0;
    for (int i = 0; i < results.length; i += stride) {
      double value = expected.applyAsDouble(i);
      largest = Math.max(largest, Math.abs(value));
      error = Math.max(error, Math.abs(value - results[i]));
    }
    if (!(error <= TOLERANCE * largest)) {
      throw new IllegalStateException(
          name + ": largest error " + error + ", largest value " + largest + "; do not time this");
    }
  }

  private static double product(int inner, int columns, int index) {
    double sum = 0;
    for (int k = 0; k < inner; k++) {
      double a = TestValues.at(TestValues.INPUT, index / columns * inner + k);
      sum += a * TestValues.at(TestValues.WEIGHT, k * columns + index % columns);
    }
    return sum;
  }

  private static double convolution(ConvolutionCase c, int index) {
    return switch (c.role()) {
      case FORWARD -> forward(c, index);
      case INPUT_GRADIENT -> inputGradient(c, index);
      case KERNEL_GRADIENT -> kernelGradient(c, index);
    };
  }

  private static double forward(ConvolutionCase c, int index) {
    int pixel = index % (c.height() * c.width());
    int plane = index / (c.height() * c.width());
    double sum = 0;
    for (int i = 0; i < c.inputs(); i++) {
      int from = plane / c.outputs() * c.inputs() + i;
      for (int tap = 0; tap < TAPS; tap++) {
        sum +=
            weight(c, plane % c.outputs(), i, tap) * shifted(c, TestValues.INPUT, from, pixel, tap);
      }
    }
    return sum;
  }

  private static double inputGradient(ConvolutionCase c, int index) {
    int pixel = index % (c.height() * c.width());
    int plane = index / (c.height() * c.width());
    double sum = 0;
    for (int o = 0; o < c.outputs(); o++) {
      int from = plane / c.inputs() * c.outputs() + o;
      for (int tap = 0; tap < TAPS; tap++) {
        sum +=
            weight(c, o, plane % c.inputs(), TAPS - 1 - tap)
                * shifted(c, TestValues.COTANGENT, from, pixel, tap);
      }
    }
    return sum;
  }

  private static double kernelGradient(ConvolutionCase c, int index) {
    int output = index / TAPS / c.inputs();
    int input = index / TAPS % c.inputs();
    double sum = 0;
    for (int n = 0; n < c.images(); n++) {
      for (int pixel = 0; pixel < c.height() * c.width(); pixel++) {
        double g = shifted(c, TestValues.COTANGENT, n * c.outputs() + output, pixel, TAPS / 2);
        sum += g * shifted(c, TestValues.INPUT, n * c.inputs() + input, pixel, index % TAPS);
      }
    }
    return sum;
  }

  private static double weight(ConvolutionCase c, int output, int input, int tap) {
    return TestValues.at(TestValues.WEIGHT, (output * c.inputs() + input) * TAPS + tap);
  }

  /** The value one tap away from a pixel of a plane; zero outside. */
  private static double shifted(ConvolutionCase c, int stream, int plane, int pixel, int tap) {
    int row = pixel / c.width() + tap / 3 - 1;
    int column = pixel % c.width() + tap % 3 - 1;
    boolean inside = row >= 0 && row < c.height() && column >= 0 && column < c.width();
    return inside ? TestValues.at(stream, (plane * c.height() + row) * c.width() + column) : 0;
  }
}
