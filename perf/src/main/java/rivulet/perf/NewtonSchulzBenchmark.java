package rivulet.perf;

import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Reductions;
import rivulet.tensor.kernel.gemm.Matrix;
import rivulet.tensor.kernel.gemm.NewtonSchulz;

/** The steps of Muon on kernels of the usual networks, and on odd extents. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 5, time = 1)
public class NewtonSchulzBenchmark {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  /** Rows and columns of the taller one of a kernel and its transpose. */
  @Param({"585x64", "873x96", "64x45", "64x18", "585x63"})
  public String extent;

  private Workspace workspace;
  private NewtonSchulz steps;

  /** Makes the steps and a matrix; its singular values stay near 1 in all later calls. */
  @Setup(Level.Trial)
  public void prepare() {
    String[] parts = extent.split("x", -1);
    int rows = Integer.parseInt(parts[0]);
    int columns = Integer.parseInt(parts[1]);
    workspace = new Workspace();
    steps =
        new NewtonSchulz(
            rows, columns, workspace.allocate(NewtonSchulz.scratchBytes(rows, columns)), 0);
    Matrix input = steps.input();
    float norm = (float) Math.sqrt(rows * columns / 12.0);
    for (int i = 0; i < rows * columns; i++) {
      float value = TestValues.at(TestValues.WEIGHT, i) / norm;
      input.segment().set(FLOAT, input.at() + 4L * i, value);
    }
    steps.run();
    verify(steps.result());
  }

  /** Every singular value in 0.4 to 1.25, in the mean of their squares. */
  private static void verify(Matrix result) {
    int n = result.rows() * result.columns();
    double mean = Reductions.sumOfSquares(result.segment(), result.at(), n) / result.columns();
    if (!(mean > 0.16 && mean < 1.56)) {
      throw new IllegalStateException("newton-schulz: mean square of singular values " + mean);
    }
  }

  /** All five steps. */
  @Benchmark
  public void run() {
    steps.run();
  }

  /** Frees the memory. */
  @TearDown(Level.Trial)
  public void release() {
    workspace.close();
  }
}
