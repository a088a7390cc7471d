package rivulet.tensor.kernel.convolution;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Layout;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.CpuGemm;
import rivulet.tensor.kernel.Elementwise;
import rivulet.tensor.kernel.Lanes;
import rivulet.tensor.kernel.Reductions;
import rivulet.tensor.kernel.SampleFloats;
import rivulet.tensor.kernel.gemm.Matrix;
import rivulet.tensor.kernel.gemm.NewtonSchulz;
import rivulet.tensor.kernel.gemm.Tiles;

/**
 * Prints {@code lanes digest tiles} for convolutions, kernel gradients, matrix products and
 * Newton–Schulz steps of a table of shapes, the same in every round; the program that {@link
 * ConvolutionWidthTest} starts.
 */
final class ConvolutionDigest {
  private static final long PRIME = 0x100000001b3L;

  /** Inputs, outputs, size, height, width, images. */
  private static final int[][] SHAPES = {
    {64, 64, 3, 8, 8, 2}, {32, 32, 3, 7, 7, 3}, {16, 48, 3, 5, 6, 2}, {9, 64, 3, 9, 7, 1},
    {3, 17, 3, 6, 11, 2}, {64, 9, 3, 8, 8, 1}, {33, 5, 3, 7, 4, 1}, {64, 32, 1, 5, 5, 1},
    {13, 3, 1, 4, 6, 1}, {16, 64, 3, 1, 9, 1}, {32, 64, 1, 1, 1, 9}, {64, 32, 1, 1, 1, 17}
  };

  private ConvolutionDigest() {}

  public static void main(String[] args) {
    int rounds = Integer.parseInt(args[0]);
    long digest = once();
    for (int i = 1; i < rounds; i++) {
      if (once() != digest) {
        throw new IllegalStateException("digest: round " + i + " differs from the first");
      }
    }
    System.out.println(
        Lanes.COUNT + " " + Long.toHexString(digest) + " " + String.join(",", Tiles.inUse()));
  }

  /** One pass over all shapes and algorithms. */
  static long once() {
    long digest = 0xcbf29ce484222325L;
    for (int[] s : SHAPES) {
      for (boolean winograd : new boolean[] {false, true}) {
        digest = shape(digest, s, winograd);
      }
      if (s[2] == 3 && Math.min(s[0], s[1]) >= Layout.LANES) {
        digest = largeTiles(digest, s);
      }
    }
    return newtonSchulz(product(digest));
  }

  private static long largeTiles(long digest, int[] s) {
    try (Arena arena = Arena.ofShared()) {
      Shape image = new Shape(1, s[3], s[4]);
      KernelShape kernel = new KernelShape(s[1], s[0], 3);
      ConvolutionRun run =
          new ConvolutionRun(arena, image, kernel, false, WinogradFourConvolution::new, s[5]);
      run.run();
      KernelGradientRun gradient = KernelGradientRun.largeTiles(arena, image, kernel, 1, s[5]);
      gradient.accumulate();
      gradient.accumulate();
      gradient.unpacked();
      return mix(mix(digest, run.to.segment), gradient.canonical);
    }
  }

  private static long shape(long start, int[] s, boolean winograd) {
    long digest = start;
    try (Arena arena = Arena.ofShared()) {
      Shape image = new Shape(1, s[3], s[4]);
      KernelShape kernel = new KernelShape(s[1], s[0], s[2]);
      for (boolean adjoint : new boolean[] {false, true}) {
        ConvolutionRun run = new ConvolutionRun(arena, image, kernel, adjoint, winograd, s[5]);
        run.run();
        digest = mix(digest, run.to.segment);
      }
      int border = Convolution.border(s[2]);
      KernelGradientRun run = new KernelGradientRun(arena, image, kernel, border, winograd, s[5]);
      run.accumulate();
      run.accumulate();
      run.unpacked();
      return mix(digest, run.canonical);
    }
  }

  private static long product(long digest) {
    try (Arena arena = Arena.ofShared();
        CpuGemm gemm = new CpuGemm()) {
      MemorySegment memory = arena.allocate(4L * (13 * 300 + 300 * 41 + 13 * 41), 64);
      SampleFloats.fillOrdinary(memory, 5);
      Matrix a = new Matrix(memory, 0, 13, 300);
      Matrix b = new Matrix(memory, 4L * 13 * 300, 300, 41);
      Matrix c = new Matrix(memory, 4L * (13 * 300 + 300 * 41), 13, 41);
      gemm.multiply(a, b, c, true);
      return mix(digest, memory);
    }
  }

  /** Products with a transposed left side among them; odd extents and whole vectors. */
  private static long newtonSchulz(long start) {
    long digest = start;
    for (int[] extent : new int[][] {{64, 18}, {300, 64}, {41, 33}}) {
      try (Arena arena = Arena.ofShared()) {
        long bytes = NewtonSchulz.scratchBytes(extent[0], extent[1]);
        NewtonSchulz steps = new NewtonSchulz(extent[0], extent[1], arena.allocate(bytes, 64), 0);
        Matrix x = steps.input();
        MemorySegment values = x.segment().asSlice(x.at(), x.rows() * x.rowBytes());
        SampleFloats.fillOrdinary(values, 6);
        float scale =
            (float) (1 / Math.sqrt(Reductions.sumOfSquares(values, 0, x.rows() * x.columns())));
        Elementwise.scale(values, 0, scale, values, 0, x.rows() * x.columns());
        steps.run();
        Matrix y = steps.result();
        digest = mix(digest, y.segment().asSlice(y.at(), y.rows() * y.rowBytes()));
      }
    }
    return digest;
  }

  private static long mix(long digest, MemorySegment segment) {
    long result = digest;
    for (long at = 0; at < segment.byteSize(); at += 4) {
      result = (result ^ Float.floatToRawIntBits(Lanes.get(segment, at))) * PRIME;
    }
    return result;
  }
}
