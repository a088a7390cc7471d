package rivulet.tensor.kernel.convolution;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Layout;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.HeapCheck;
import rivulet.tensor.kernel.gemm.AddingTile;
import rivulet.tensor.kernel.gemm.Gemm;
import rivulet.tensor.kernel.gemm.Matrix;
import rivulet.tensor.kernel.gemm.RunTile;

/**
 * With the launcher's flags no convolution, gradient or product puts anything on the heap after
 * warm-up, {@link RunTile} and {@link AddingTile} included. A tile that boxes its accumulators is
 * ten times slower and right in every bit: only this test sees it.
 */
final class ConvolutionAllocationTest {
  private static final int CALLS = 20;

  /** Inputs, outputs, size, height, width, images. */
  private static final int[][] SHAPES = {
    {64, 64, 3, 8, 8, 2}, {64, 64, 3, 16, 16, 2}, {32, 32, 3, 7, 7, 8}, {48, 16, 3, 9, 13, 1},
    {9, 64, 3, 16, 16, 2}, {3, 32, 3, 14, 14, 1}, {64, 9, 3, 16, 16, 2}, {32, 1, 3, 28, 28, 1},
    {64, 64, 1, 8, 8, 1}
  };

  @Test
  void allocatesNothingWithTheLaunchersFlags() throws IOException, InterruptedException {
    HeapCheck.requireNone(ConvolutionAllocationTest.class);
  }

  /** The program that the test starts. */
  public static void main(String[] names) {
    HeapCheck.report(cases(), names);
  }

  private static List<HeapCheck.Case> cases() {
    List<HeapCheck.Case> cases = new ArrayList<>();
    Arena arena = Arena.ofAuto();
    for (int[] s : SHAPES) {
      Shape image = new Shape(1, s[3], s[4]);
      KernelShape kernel = new KernelShape(s[1], s[0], s[2]);
      int border = Convolution.border(s[2]);
      for (boolean winograd : new boolean[] {false, true}) {
        ConvolutionRun run = new ConvolutionRun(arena, image, kernel, false, winograd, s[5]);
        cases.add(HeapCheck.Case.of(run.toString(), CALLS, run::run));
        KernelGradientRun gradient =
            new KernelGradientRun(arena, image, kernel, border, winograd, s[5]);
        cases.add(HeapCheck.Case.of(gradient.toString(), CALLS, gradient::accumulate));
        cases.add(HeapCheck.Case.of(gradient + ", unpacked", CALLS, gradient::unpack));
      }
      if (s[2] == 3 && Math.min(s[0], s[1]) >= Layout.LANES) {
        ConvolutionRun run =
            new ConvolutionRun(arena, image, kernel, false, WinogradFourConvolution::new, s[5]);
        cases.add(HeapCheck.Case.of(run.toString(), CALLS, run::run));
        KernelGradientRun gradient =
            KernelGradientRun.largeTiles(arena, image, kernel, border, s[5]);
        cases.add(HeapCheck.Case.of(gradient.toString(), CALLS, gradient::accumulate));
        cases.add(HeapCheck.Case.of(gradient + ", unpacked", CALLS, gradient::unpack));
      }
    }
    cases.add(product(arena, 64, 27, 80));
    cases.add(product(arena, 37, 300, 45));
    return cases;
  }

  private static HeapCheck.Case product(Arena arena, int m, int k, int n) {
    Gemm gemm = new Gemm(arena.allocate(Gemm.SCRATCH_BYTES, 64), 0);
    Matrix a = new Matrix(arena.allocate(4L * m * k, 64), 0, m, k);
    Matrix b = new Matrix(arena.allocate(4L * k * n, 64), 0, k, n);
    Matrix c = new Matrix(arena.allocate(4L * m * n, 64), 0, m, n);
    return HeapCheck.Case.of(
        "product " + a.extent() + " " + b.extent(), CALLS, () -> gemm.multiply(a, b, c, true));
  }
}
