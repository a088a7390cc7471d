package rivulet.tensor.kernel.convolution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.Tuning;

/**
 * Kernel gradients against float64 loops, on top of what accumulator and kernel already hold. The
 * error is relative to Σ|g·x| of the element; that of Winograd's algorithm, whose nine taps share
 * their products, to the largest such sum among the nine.
 */
final class KernelGradientParityTest {
  private static final int[] CHANNELS = {1, 3, 5, 9, 13, 16, 17, 31, 32, 33, 64};
  private static final int[] EXTENTS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 14, 16, 28};

  /** Measured: direct 4.2, Winograd 3.5 roundings of 2⁻²⁴. */
  private static final double BOUND = 6 * 0x1p-24;

  /** F(4×4, 3×3). Measured: 19.2, at an extent of 3×2. */
  private static final double LARGE_TILE_BOUND = 24 * 0x1p-24;

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 9, 13, 16, 17, 31, 32, 33, 64})
  void everyPairOfChannels(int inputs) {
    int turn = inputs;
    for (int outputs : CHANNELS) {
      for (int size : new int[] {1, 3}) {
        int height = EXTENTS[turn % EXTENTS.length];
        int width = EXTENTS[(turn * 5 + 3) % EXTENTS.length];
        verifyAll(new Shape(1, height, width), new KernelShape(outputs, inputs, size), 1);
        turn++;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 14, 16, 28})
  void everyExtent(int height) {
    for (int width : EXTENTS) {
      Shape image = new Shape(1, height, width);
      verifyAll(image, new KernelShape(16, 17, 3), 2);
      verifyAll(image, new KernelShape(5, 3, 3), 2);
      verifyAll(image, new KernelShape(9, 33, 1), 3);
    }
  }

  /** More than one panel of 64 columns, as in the bundled model. */
  @ParameterizedTest
  @ValueSource(ints = {80, 96, 128})
  void severalPanels(int channels) {
    verifyAll(new Shape(1, 8, 7), new KernelShape(channels, 96, 3), 2);
  }

  @Test
  void winogradNeedsWideChannelsAndTwoByTwoWholeTiles() {
    KernelShape wide = new KernelShape(16, 16, 3);
    assertEquals("winograd-4x4", algorithm(7, wide, 1));
    assertEquals("winograd-4x4", algorithm(7, wide, 0));
    assertEquals("winograd-2x2", algorithm(5, wide, 1));
    assertEquals("direct", algorithm(5, wide, 0));
    assertEquals("winograd-2x2", algorithm(6, wide, 0));
    assertEquals("winograd-2x2", algorithm(8, wide, 0, WinogradTile.TWO));
    assertEquals("direct", algorithm(8, wide, 1, WinogradTile.NONE));
    assertEquals("direct", algorithm(8, new KernelShape(16, 15, 3), 1));
    assertEquals("direct", algorithm(8, new KernelShape(15, 16, 3), 1));
    assertEquals("direct", algorithm(8, new KernelShape(16, 16, 1), 1));
    assertEquals("direct", algorithm(1, wide, 1));
  }

  private static String algorithm(int extent, KernelShape kernel, int border) {
    return algorithm(extent, kernel, border, WinogradTile.FOUR);
  }

  private static String algorithm(int extent, KernelShape kernel, int border, WinogradTile tile) {
    Shape image = new Shape(1, extent, extent);
    return KernelGradient.of(image, kernel, border, new Tuning(tile)).algorithm();
  }

  private static void verifyAll(Shape image, KernelShape kernel, int count) {
    for (int border = 0; border <= 1; border++) {
      for (boolean winograd : new boolean[] {false, true}) {
        try (Arena arena = Arena.ofShared()) {
          verify(new KernelGradientRun(arena, image, kernel, border, winograd, count), BOUND);
        }
      }
      if (KernelGradientRun.hasLargeTiles(kernel)) {
        try (Arena arena = Arena.ofShared()) {
          verify(
              KernelGradientRun.largeTiles(arena, image, kernel, border, count), LARGE_TILE_BOUND);
        }
      }
    }
  }

  private static void verify(KernelGradientRun run, double bound) {
    run.accumulate();
    run.accumulate();
    boolean shared = run.gradient.algorithm().startsWith("winograd");
    ConvolutionReference reference = run.reference(2).pooled(shared ? 9 : 1);
    double error = reference.error(run.unpacked());
    assertTrue(error <= bound, run + ": error " + error / 0x1p-24 + " u");
    run.x.assertOnlyPixelsWritten(run + ", images");
    run.g.assertOnlyPixelsWritten(run + ", cotangents");
  }
}
