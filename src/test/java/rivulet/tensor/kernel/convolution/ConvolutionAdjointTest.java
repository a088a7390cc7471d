package rivulet.tensor.kernel.convolution;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.Tuning;

/** {@code <conv(x), g> = <x, convᵀ(g)> = <w, dw>} of the kernels as they run. */
final class ConvolutionAdjointTest {
  /** Relative to the sum of the magnitudes of the terms of the first product. */
  private static final double BOUND = 0x1p-24;

  @ParameterizedTest
  @CsvSource({
    "64,64,3,8,8,FOUR",
    "64,64,3,7,9,FOUR",
    "64,64,3,8,8,TWO",
    "64,64,3,7,9,TWO",
    "64,64,3,8,8,NONE",
    "9,64,3,16,16,FOUR",
    "64,9,3,7,7,FOUR",
    "3,1,3,5,4,FOUR",
    "64,32,1,6,6,FOUR",
    "13,17,1,1,9,NONE"
  })
  void threeProductsAgree(
      int inputs, int outputs, int size, int height, int width, WinogradTile tile) {
    try (Arena arena = Arena.ofShared()) {
      Shape image = new Shape(1, height, width);
      KernelShape kernel = new KernelShape(outputs, inputs, size);
      Tuning tuning = new Tuning(tile);
      ConvolutionRun.Algorithm algorithm = (in, out) -> Convolution.of(in, out, size, tuning);
      ConvolutionRun forward = new ConvolutionRun(arena, image, kernel, false, algorithm, 1);
      ConvolutionRun adjoint = new ConvolutionRun(arena, image, kernel, true, algorithm, 1);
      int border = Convolution.border(size);
      KernelGradient byKernel = KernelGradient.of(image, kernel, border, tuning);
      KernelGradientRun gradient = new KernelGradientRun(arena, image, kernel, border, byKernel, 1);
      double[] x = gradient.x.planar(0);
      double[] g = gradient.g.planar(0);
      forward.from.layout.scatter(x, 0, forward.from.segment, forward.from.at(0));
      adjoint.from.layout.scatter(g, 0, adjoint.from.segment, adjoint.from.at(0));
      forward.run();
      adjoint.run();
      gradient.accumulate();
      double[] dw = gradient.unpacked();
      for (int i = 0; i < dw.length; i++) {
        dw[i] -= gradient.before[i];
      }
      double scale = dot(forward.reference(0).magnitudes(), magnitudes(g));
      double first = dot(forward.to.planar(0), g);
      double second = dot(x, adjoint.to.planar(0));
      double third = dot(forward.weights, dw);
      assertTrue(Math.abs(first - second) <= BOUND * scale, forward + ": by the input");
      assertTrue(Math.abs(first - third) <= BOUND * scale, forward + ": by the kernel");
      assertTrue(Math.abs(first) > 100 * BOUND * scale, forward + ": the product is not small");
    }
  }

  private static double[] magnitudes(double[] a) {
    double[] result = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      result[i] = Math.abs(a[i]);
    }
    return result;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
