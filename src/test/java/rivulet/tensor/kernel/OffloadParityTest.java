package rivulet.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;
import rivulet.tensor.backend.Backends;
import rivulet.tensor.kernel.convolution.ConvolutionRun;
import rivulet.tensor.kernel.convolution.KernelGradient;
import rivulet.tensor.kernel.convolution.KernelGradientRun;
import rivulet.tensor.kernel.convolution.OffloadedConvolution;
import rivulet.tensor.kernel.convolution.OffloadedKernelGradient;
import rivulet.tensor.kernel.gemm.Matrix;

/**
 * Convolutions, kernel gradients and products on every backend against float64 loops, error
 * relative to Σ|a·b| of the element; nothing but the pixels of the targets is written.
 */
final class OffloadParityTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int[] CHANNELS = {1, 3, 9, 16, 17, 33, 64};
  private static final int[] EXTENTS = {1, 2, 3, 5, 7, 8, 14};

  /** A backend may sum in any order; measured 4.4 times 2⁻²⁴ on both. */
  private static final double BOUND = 6 * 0x1p-24;

  @ParameterizedTest
  @ValueSource(strings = {"cuda", "openblas"})
  void everyPairOfChannels(String name) {
    try (Backends opened = new Backends(name)) {
      Offload offload = new Offload(opened.backend(), OffloadThreshold.ALL);
      int turn = 0;
      for (int inputs : CHANNELS) {
        for (int outputs : CHANNELS) {
          for (int size : new int[] {1, 3}) {
            int height = EXTENTS[turn % EXTENTS.length];
            int width = EXTENTS[(turn * 3 + 1) % EXTENTS.length];
            Shape image = new Shape(1, height, width);
            verify(image, new KernelShape(outputs, inputs, size), turn % 4 + 1, offload);
            turn++;
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cuda", "openblas"})
  void batchesThatCrossInChunks(String name) {
    try (Backends opened = new Backends(name)) {
      // Two images of 8x7x16 channels and their margins take 9,216 bytes.
      for (long chunk : new long[] {1, 9_216, 9_300, 20_000}) {
        Offload offload = new Offload(opened.backend(), OffloadThreshold.ALL, chunk);
        verify(new Shape(1, 8, 7), new KernelShape(16, 9, 3), 5, offload);
        verify(new Shape(1, 8, 7), new KernelShape(9, 16, 1), 5, offload);
      }
    }
  }

  private static void verify(Shape image, KernelShape kernel, int count, Offload offload) {
    for (boolean adjoint : new boolean[] {false, true}) {
      try (Arena arena = Arena.ofShared()) {
        verify(
            new ConvolutionRun(
                arena,
                image,
                kernel,
                adjoint,
                (input, outputs) ->
                    new OffloadedConvolution(input, outputs, kernel.size(), offload),
                count));
      }
    }
    for (int border = 0; border <= 1; border++) {
      try (Arena arena = Arena.ofShared()) {
        KernelGradient gradient = new OffloadedKernelGradient(image, kernel, border, offload);
        verify(new KernelGradientRun(arena, image, kernel, border, gradient, count));
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

  private static void verify(KernelGradientRun run) {
    run.accumulate();
    run.accumulate();
    double error = run.reference(2).error(run.unpacked());
    assertTrue(error <= BOUND, run + ": error " + error / 0x1p-24 + " u");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cuda", "openblas"})
  void productsOfMatrices(String name) {
    try (Backends opened = new Backends(name);
        Arena arena = Arena.ofShared();
        CpuGemm ours = new CpuGemm()) {
      for (int[] e : new int[][] {{1, 1, 1}, {7, 100, 13}, {64, 27, 128}, {3, 257, 65}}) {
        for (boolean accumulate : new boolean[] {false, true}) {
          Matrix a = random(arena, e[0], e[1], 1);
          Matrix b = random(arena, e[1], e[2], 2);
          Matrix c = random(arena, e[0], e[2], 3);
          Matrix expected = random(arena, e[0], e[2], 3);
          opened.backend().multiply(a, b, c, accumulate);
          ours.multiply(a, b, expected, accumulate);
          for (long i = 0; i < 4L * e[0] * e[2]; i += 4) {
            // Σ|a·b| is at most the number of terms.
            assertEquals(
                Lanes.get(expected.segment(), i),
                Lanes.get(c.segment(), i),
                BOUND * (e[1] + 1),
                name + " " + a.extent() + " by " + b.extent());
          }
        }
      }
    }
  }

  private static Matrix random(Arena arena, int rows, int columns, long seed) {
    Matrix matrix = new Matrix(arena.allocate(4L * rows * columns, 64), 0, rows, columns);
    SplittableRandom random = new SplittableRandom(seed);
    for (long at = 0; at < 4L * rows * columns; at += 4) {
      Lanes.set(matrix.segment(), at, (float) random.nextDouble(-1, 1));
    }
    return matrix;
  }

  @ParameterizedTest
  @ValueSource(strings = {"cuda", "openblas"})
  void nothingOnTheHeap(String name) {
    try (Backends opened = new Backends(name);
        Arena arena = Arena.ofShared()) {
      Offload offload = new Offload(opened.backend(), OffloadThreshold.ALL);
      Shape image = new Shape(1, 5, 6);
      KernelShape kernel = new KernelShape(17, 16, 3);
      ConvolutionRun run =
          new ConvolutionRun(
              arena,
              image,
              kernel,
              false,
              (input, outputs) -> new OffloadedConvolution(input, outputs, 3, offload),
              2);
      KernelGradientRun gradient =
          new KernelGradientRun(
              arena, image, kernel, 1, new OffloadedKernelGradient(image, kernel, 1, offload), 2);
      assertEquals(0, bytesPerCall(run::run), "convolution");
      assertEquals(0, bytesPerCall(gradient::accumulate), "kernel gradient");
    }
  }

  private static long bytesPerCall(Runnable call) {
    long start = System.nanoTime();
    long perCall;
    do {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 200; i++) {
        call.run();
      }
      perCall = (THREADS.getCurrentThreadAllocatedBytes() - before) / 200;
    } while (perCall > 0 && System.nanoTime() - start < 20_000_000_000L);
    return perCall;
  }
}
