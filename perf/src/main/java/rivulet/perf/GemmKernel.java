package rivulet.perf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.gemm.Gemm;
import rivulet.tensor.kernel.gemm.Matrix;

/** {@code C = A·B} for one worker's rows of A. */
public final class GemmKernel implements Kernel {
  private final Gemm gemm;
  private final Matrix a;
  private final Matrix b;
  private final Matrix c;

  /**
   * A product of {@code rows × inner} by {@code inner × columns}.
   *
   * @param firstRow number of this worker's first row in the whole of A
   */
  public GemmKernel(int firstRow, int rows, int inner, int columns, Workspace workspace) {
    this.gemm = new Gemm(workspace.allocate(Gemm.SCRATCH_BYTES), 0);
    this.a = matrix(TestValues.INPUT, firstRow * inner, rows, inner, workspace);
    this.b = matrix(TestValues.WEIGHT, 0, inner, columns, workspace);
    this.c = new Matrix(workspace.allocate(4L * rows * columns), 0, rows, columns);
  }

  private static Matrix matrix(int stream, int first, int rows, int columns, Workspace workspace) {
    MemorySegment memory = workspace.allocate(4L * rows * columns);
    for (int i = 0; i < rows * columns; i++) {
      memory.set(ValueLayout.JAVA_FLOAT, 4L * i, TestValues.at(stream, first + i));
    }
    return new Matrix(memory, 0, rows, columns);
  }

  @Override
  public void run() {
    gemm.multiply(a, b, c, false);
  }

  @Override
  public double flops() {
    return 2.0 * a.rows() * a.columns() * b.columns();
  }

  @Override
  public float[] result() {
    run();
    float[] result = new float[c.rows() * c.columns()];
    MemorySegment.copy(c.segment(), ValueLayout.JAVA_FLOAT, 0, result, 0, result.length);
    return result;
  }
}
