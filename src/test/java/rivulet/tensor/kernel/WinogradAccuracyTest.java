package rivulet.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.convolution.Convolution;
import rivulet.tensor.kernel.convolution.ConvolutionRun;
import rivulet.tensor.kernel.convolution.KernelGradient;
import rivulet.tensor.kernel.convolution.KernelGradientRun;
import rivulet.tensor.kernel.convolution.WinogradTile;

/**
 * Root mean square errors of F(2×2, 3×3): below that of the direct sum in convolutions, at most
 * about twice that in kernel gradients; of F(4×4, 3×3): about twice that of the direct sum, in
 * kernel gradients up to four times.
 */
final class WinogradAccuracyTest {
  /** Measured 0.96 to 1.9; the direct sum starts anew with every image. */
  private static final double GRADIENT_RATIO = 2.2;

  /** Measured 1.6 to 3.7, with four images. */
  private static final double FOUR_GRADIENT_RATIO = 4;

  private static final Map<WinogradTile, String> ALGORITHMS =
      Map.of(
          WinogradTile.NONE, "direct",
          WinogradTile.TWO, "winograd-2x2",
          WinogradTile.FOUR, "winograd-4x4");

  /** Measured 1.8 to 2.3; the points 0, ±1, ±2, ∞ gave 4.0 to 5.1. */
  private static final double FOUR_RATIO = 2.6;

  @ParameterizedTest
  @CsvSource({"16,16,16", "32,32,14", "64,64,8", "64,64,16", "64,64,32", "33,17,9"})
  void convolution(int inputs, int outputs, int extent) {
    for (boolean adjoint : new boolean[] {false, true}) {
      double direct = convolutionError(inputs, outputs, extent, adjoint, WinogradTile.NONE);
      double winograd = convolutionError(inputs, outputs, extent, adjoint, WinogradTile.TWO);
      assertTrue(winograd < direct, "winograd " + winograd + ", direct " + direct);
      assertTrue(winograd > 0, "there are roundings");
    }
  }

  @ParameterizedTest
  @CsvSource({"16,16,16", "32,32,16", "64,64,8", "64,64,16", "64,64,32", "33,17,12"})
  void largeTiles(int inputs, int outputs, int extent) {
    for (boolean adjoint : new boolean[] {false, true}) {
      double direct = convolutionError(inputs, outputs, extent, adjoint, WinogradTile.NONE);
      double four = convolutionError(inputs, outputs, extent, adjoint, WinogradTile.FOUR);
      assertTrue(four < FOUR_RATIO * direct, "winograd " + four + ", direct " + direct);
      assertTrue(four > 0, "there are roundings");
    }
  }

  private static double convolutionError(
      int inputs, int outputs, int extent, boolean adjoint, WinogradTile tile) {
    try (Arena arena = Arena.ofShared()) {
      KernelShape kernel = new KernelShape(outputs, inputs, 3);
      Shape image = new Shape(1, extent, extent);
      ConvolutionRun run =
          new ConvolutionRun(
              arena,
              image,
              kernel,
              adjoint,
              (x, o) -> Convolution.of(x, o, 3, new Tuning(tile)),
              2);
      assertEquals(ALGORITHMS.get(tile), run.convolution.algorithm());
      run.run();
      return distance(run.reference(1).values(), run.to.planar(1));
    }
  }

  @ParameterizedTest
  @CsvSource({"16,16,16", "32,32,14", "64,64,8", "64,64,16"})
  void kernelGradient(int inputs, int outputs, int extent) {
    double direct = gradientError(inputs, outputs, extent, WinogradTile.NONE);
    double winograd = gradientError(inputs, outputs, extent, WinogradTile.TWO);
    assertTrue(winograd < GRADIENT_RATIO * direct, "winograd " + winograd + ", direct " + direct);
    assertTrue(winograd > 0, "there are roundings");
  }

  @ParameterizedTest
  @CsvSource({"16,16,16", "32,32,28", "64,64,8", "64,64,16"})
  void kernelGradientOfLargeTiles(int inputs, int outputs, int extent) {
    double direct = gradientError(inputs, outputs, extent, WinogradTile.NONE);
    double four = gradientError(inputs, outputs, extent, WinogradTile.FOUR);
    assertTrue(four < FOUR_GRADIENT_RATIO * direct, "winograd " + four + ", direct " + direct);
    assertTrue(four > 0, "there are roundings");
  }

  private static double gradientError(int inputs, int outputs, int extent, WinogradTile tile) {
    try (Arena arena = Arena.ofShared()) {
      KernelShape kernel = new KernelShape(outputs, inputs, 3);
      Shape image = new Shape(1, extent, extent);
      KernelGradient gradient = KernelGradient.of(image, kernel, 1, new Tuning(tile));
      assertEquals(ALGORITHMS.get(tile), gradient.algorithm());
      KernelGradientRun run = new KernelGradientRun(arena, image, kernel, 1, gradient, 4);
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
