package rivulet.tensor;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * What convolutions, gradients and products put on the heap after warm-up; also the program that
 * {@link ConvolutionAllocationTest} starts without C1.
 */
final class ConvolutionAllocation {
  private static final int CALLS = 20;

  /** Inputs, outputs, size, height, width, images. */
  private static final int[][] SHAPES = {
    {64, 64, 3, 8, 8, 2}, {64, 64, 3, 16, 16, 2}, {32, 32, 3, 7, 7, 8}, {48, 16, 3, 9, 13, 1},
    {9, 64, 3, 16, 16, 2}, {3, 32, 3, 14, 14, 1}, {64, 9, 3, 16, 16, 2}, {32, 1, 3, 28, 28, 1},
    {64, 64, 1, 8, 8, 1}
  };

  record Case(String name, Runnable call) {
    @Override
    public String toString() {
      return name;
    }
  }

  private ConvolutionAllocation() {}

  /** Prints the names of cases that allocate, and "none" at the end if there are none. */
  public static void main(String[] args) {
    int found = 0;
    for (Case kernel : cases()) {
      long bytes = bytesPerCall(kernel);
      if (bytes > 0) {
        System.out.println(kernel + ": " + bytes + " bytes per call");
        found++;
      }
    }
    System.out.println(found == 0 ? "none" : found + " cases allocate");
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    Arena arena = Arena.ofAuto();
    for (int[] s : SHAPES) {
      Shape image = new Shape(1, s[3], s[4]);
      KernelShape kernel = new KernelShape(s[1], s[0], s[2]);
      int border = Convolution.border(s[2]);
      for (boolean winograd : new boolean[] {false, true}) {
        ConvolutionRun run = new ConvolutionRun(arena, image, kernel, false, winograd, s[5]);
        cases.add(new Case(run.toString(), run::run));
        KernelGradientRun gradient =
            new KernelGradientRun(arena, image, kernel, border, winograd, s[5]);
        cases.add(new Case(gradient.toString(), gradient::accumulate));
        cases.add(new Case(gradient + ", unpacked", gradient::unpack));
      }
      if (s[2] == 3 && Math.min(s[0], s[1]) >= Layout.LANES) {
        ConvolutionRun run =
            new ConvolutionRun(arena, image, kernel, false, WinogradFourConvolution::new, s[5]);
        cases.add(new Case(run.toString(), run::run));
        KernelGradientRun gradient =
            KernelGradientRun.largeTiles(arena, image, kernel, border, s[5]);
        cases.add(new Case(gradient.toString(), gradient::accumulate));
        cases.add(new Case(gradient + ", unpacked", gradient::unpack));
      }
    }
    cases.add(product(arena, 64, 27, 80));
    cases.add(product(arena, 37, 300, 45));
    return cases;
  }

  private static Case product(Arena arena, int m, int k, int n) {
    Gemm gemm = new Gemm(arena.allocate(Gemm.SCRATCH_BYTES, 64), 0);
    Matrix a = new Matrix(arena.allocate(4L * m * k, 64), 0, m, k);
    Matrix b = new Matrix(arena.allocate(4L * k * n, 64), 0, k, n);
    Matrix c = new Matrix(arena.allocate(4L * m * n, 64), 0, m, n);
    return new Case("product " + a.extent() + " " + b.extent(), () -> gemm.multiply(a, b, c, true));
  }

  /** Bytes on the heap per call, 0 as soon as a number of calls allocated nothing. */
  static long bytesPerCall(Case kernel) {
    return HeapPerCall.bytes(kernel.call(), CALLS);
  }
}
