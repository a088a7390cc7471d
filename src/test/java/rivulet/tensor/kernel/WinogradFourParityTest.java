package rivulet.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.convolution.Convolution;
import rivulet.tensor.kernel.convolution.ConvolutionRun;
import rivulet.tensor.kernel.convolution.WinogradFourConvolution;
import rivulet.tensor.kernel.convolution.WinogradTile;

/**
 * F(4×4, 3×3) against float64 loops at every remainder of the extent by its tiles, also where
 * {@link Convolution#of} would not choose it; error relative to Σ|w·x| of the element. Nothing but
 * the pixels of the targets is written, and an image's bits are its own.
 */
final class WinogradFourParityTest {
  private static final int[] EXTENTS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 16, 28};

  /**
   * Measured: 19 roundings of 2⁻²⁴; the largest where few taps reach into the image, since the
   * error is that of a whole tile.
   */
  private static final double BOUND = 24 * 0x1p-24;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 16, 28})
  void everyExtent(int height) {
    for (int width : EXTENTS) {
      verifyBoth(new Shape(1, height, width), new KernelShape(16, 17, 3), 2);
    }
  }

  @ParameterizedTest
  @CsvSource({"16,16", "17,33", "32,32", "64,16", "16,64", "48,64", "64,64", "128,40"})
  void channels(int inputs, int outputs) {
    verifyBoth(new Shape(1, 9, 14), new KernelShape(outputs, inputs, 3), 2);
    verifyBoth(new Shape(1, 8, 4), new KernelShape(outputs, inputs, 3), 3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 13})
  void manyImagesInOneCall(int count) {
    verifyBoth(new Shape(1, 7, 6), new KernelShape(32, 33, 3), count);
    verifyBoth(new Shape(1, 12, 20), new KernelShape(16, 16, 3), count);
  }

  /** The twelfth of thirteen images lies in another chunk, at another row of the products. */
  @ParameterizedTest
  @ValueSource(ints = {7, 8, 14, 28})
  void bitsDependOnTheImageAlone(int extent) {
    Shape image = new Shape(1, extent, extent);
    KernelShape kernel = new KernelShape(32, 16, 3);
    try (Arena arena = Arena.ofShared()) {
      ConvolutionRun many = run(arena, image, kernel, false, 13);
      ConvolutionRun one = run(arena, image, kernel, false, 1);
      many.run();
      for (int n = 0; n < 13; n++) {
        one.from.layout.scatter(many.from.planar(n), 0, one.from.segment, one.from.at(0));
        one.run();
        double[] alone = one.to.planar(0);
        double[] among = many.to.planar(n);
        for (int i = 0; i < alone.length; i++) {
          assertEquals(
              Double.doubleToLongBits(alone[i]), Double.doubleToLongBits(among[i]), "image " + n);
        }
      }
    }
  }

  @Test
  void isChosenWhereItPays() {
    Tuning four = new Tuning(WinogradTile.FOUR);
    int[][] extents = {
      {8, 8}, {15, 8}, {28, 28}, {7, 7}, {14, 14}, {4, 16}, {4, 4}, {9, 9}, {6, 6}, {5, 2}
    };
    String[] tiles = {"4x4", "4x4", "4x4", "4x4", "4x4", "4x4", "4x4", "4x4", "2x2", "2x2"};
    for (int i = 0; i < extents.length; i++) {
      Shape image = new Shape(16, extents[i][0], extents[i][1]);
      assertEquals("winograd-" + tiles[i], Convolution.of(image, 16, 3, four).algorithm());
      Tuning two = new Tuning(WinogradTile.TWO);
      assertEquals("winograd-2x2", Convolution.of(image, 16, 3, two).algorithm());
    }
    assertEquals("narrow", Convolution.of(new Shape(16, 8, 8), 9, 3, four).algorithm());
    assertEquals("direct", Convolution.of(new Shape(9, 8, 8), 16, 3, four).algorithm());
  }

  private static ConvolutionRun run(
      Arena arena, Shape image, KernelShape kernel, boolean adjoint, int count) {
    return new ConvolutionRun(arena, image, kernel, adjoint, WinogradFourConvolution::new, count);
  }

  private static void verifyBoth(Shape image, KernelShape kernel, int count) {
    for (boolean adjoint : new boolean[] {false, true}) {
      try (Arena arena = Arena.ofShared()) {
        verify(run(arena, image, kernel, adjoint, count));
      }
    }
  }

  private static void verify(ConvolutionRun run) {
    run.run();
    run.to.assertOnlyPixelsWritten(run.toString());
    run.from.assertOnlyPixelsWritten(run + ", source");
    for (int n = 0; n < run.to.count; n++) {
      double error = run.reference(n).error(run.to.planar(n));
      assertTrue(error <= BOUND, run + ", image " + n + ": error " + error / 0x1p-24 + " u");
    }
  }
}
