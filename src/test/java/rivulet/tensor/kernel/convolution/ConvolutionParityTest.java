package rivulet.tensor.kernel.convolution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;

/**
 * Every algorithm against float64 loops, error relative to Σ|w·x| of the element; nothing but the
 * pixels of the targets is written.
 */
final class ConvolutionParityTest {
  private static final int[] CHANNELS = {1, 3, 5, 9, 13, 16, 17, 31, 32, 33, 64};
  private static final int[] EXTENTS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 14, 16, 28};

  /** Measured: direct 4.3, narrow 3.7, Winograd 2.9 roundings of 2⁻²⁴. */
  private static final double BOUND = 6 * 0x1p-24;

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
      verifyAll(image, new KernelShape(33, 9, 1), 3);
    }
  }

  @Test
  void manyImagesInOneCall() {
    for (int count : new int[] {1, 2, 3, 5, 13}) {
      verifyAll(new Shape(1, 7, 6), new KernelShape(32, 33, 3), count);
      verifyAll(new Shape(1, 6, 7), new KernelShape(9, 64, 3), count);
    }
  }

  @Test
  void allAlgorithmsAreReached() {
    Set<String> names = new TreeSet<>();
    try (Arena arena = Arena.ofShared()) {
      Shape image = new Shape(1, 4, 4);
      for (int outputs : new int[] {9, 16}) {
        for (boolean winograd : new boolean[] {false, true}) {
          KernelShape kernel = new KernelShape(outputs, 16, 3);
          names.add(
              new ConvolutionRun(arena, image, kernel, false, winograd, 1).convolution.algorithm());
        }
      }
    }
    assertEquals(Set.of("direct", "narrow", "winograd-2x2"), names);
  }

  private static void verifyAll(Shape image, KernelShape kernel, int count) {
    for (boolean adjoint : new boolean[] {false, true}) {
      for (boolean winograd : new boolean[] {false, true}) {
        try (Arena arena = Arena.ofShared()) {
          verify(new ConvolutionRun(arena, image, kernel, adjoint, winograd, count));
        }
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
