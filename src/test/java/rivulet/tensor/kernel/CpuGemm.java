package rivulet.tensor.kernel;

import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.gemm.Gemm;
import rivulet.tensor.kernel.gemm.GemmBackend;
import rivulet.tensor.kernel.gemm.Matrix;

/** The backend in this JVM: {@link Gemm} with scratch memory of its own. */
public final class CpuGemm implements GemmBackend {
  private final Workspace workspace = new Workspace();
  private final Gemm gemm = new Gemm(workspace.allocate(Gemm.SCRATCH_BYTES), 0);

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public String device() {
    return 8 * Lanes.BYTES + "-bit vectors, Java " + Runtime.version();
  }

  @Override
  public boolean keepsBits() {
    return true;
  }

  @Override
  public void multiply(Matrix a, Matrix b, Matrix c, boolean accumulate) {
    gemm.multiply(a, b, c, accumulate);
  }

  @Override
  public void close() {
    workspace.close();
  }
}
