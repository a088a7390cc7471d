package rivulet.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Root mean square errors of F(2×2, 3×3): below that of the direct sum in convolutions, at most
 * about twice that in kernel gradients.
 */
final class WinogradAccuracyTest {
  /** Measured 0.96 to 1.87; the direct sum starts anew with every image. */
  private static final double GRADIENT_RATIO = 2.2;

  @ParameterizedTest
  @CsvSource({"16,16,16", "32,32,14", "64,64,8", "64,64,16", "64,64,32", "33,17,9"})
  void convolution(int inputs, int outputs, int extent) {
    for (boolean adjoint : new boolean[] {false, true}) {
      double direct = convolutionError(inputs, outputs, extent, adjoint, false);
      double winograd = convolutionError(inputs, outputs, extent, adjoint, true);
      assertTrue(winograd < direct, "winograd " + winograd + ", direct " + direct);
      assertTrue(winograd > 0, "there are roundings");
    }
  }

  private static double convolutionError(
      int inputs, int outputs, int extent, boolean adjoint, boolean winograd) {
    try (Arena arena = Arena.ofShared()) {
      KernelShape kernel = new KernelShape(outputs, inputs, 3);
      Shape image = new Shape(1, extent, extent);
      ConvolutionRun run = new ConvolutionRun(arena, image, kernel, adjoint, winograd, 2);
      assertEquals(winograd ? "winograd-2x2" : "direct", run.convolution.algorithm());
      run.run();
      return distance(run.reference(1).values(), run.to.planar(1));
    }
  }

  @ParameterizedTest
  @CsvSource({"16,16,16", "32,32,14", "64,64,8", "64,64,16"})
  void kernelGradient(int inputs, int outputs, int extent) {
    double direct = gradientError(inputs, outputs, extent, false);
    double winograd = gradientError(inputs, outputs, extent, true);
    assertTrue(winograd < GRADIENT_RATIO * direct, "winograd " + winograd + ", direct " + direct);
    assertTrue(winograd > 0, "there are roundings");
  }

  private static double gradientError(int inputs, int outputs, int extent, boolean winograd) {
    try (Arena arena = Arena.ofShared()) {
      KernelShape kernel = new KernelShape(outputs, inputs, 3);
      Shape image = new Shape(1, extent, extent);
      KernelGradientRun run = new KernelGradientRun(arena, image, kernel, 1, winograd, 4);
      assertEquals(winograd ? "winograd-2x2" : "direct", run.gradient.algorithm());
      run.accumulate();
      return distance(run.reference(1).values(), run.unpacked());
    }
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum / a.length);
  }
}
