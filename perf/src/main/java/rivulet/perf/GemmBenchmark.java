package rivulet.perf;

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

/** Matrix products: the model's tall ones, squares, and odd extents beside them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 5, time = 1)
public class GemmBenchmark {
  /** Rows of A, columns of A, columns of B. */
  @Param({
    "256x64x64",
    "1024x64x64",
    "512x576x64",
    "1024x1024x1024",
    "1001x1001x1001",
    "255x63x65",
    "37x41x43",
    "7x5x3"
  })
  public String extents;

  private Workspace workspace;
  private Kernel kernel;

  /** Makes the kernel and verifies it. */
  @Setup(Level.Trial)
  public void prepare() {
    String[] parts = extents.split("x", -1);
    int rows = Integer.parseInt(parts[0]);
    int inner = Integer.parseInt(parts[1]);
    int columns = Integer.parseInt(parts[2]);
    workspace = new Workspace();
    kernel = new GemmKernel(0, rows, inner, columns, workspace);
    Reference.verify(rows, inner, columns, kernel);
  }

  /** One call. */
  @Benchmark
  public void run() {
    kernel.run();
  }

  /** Frees the memory. */
  @TearDown(Level.Trial)
  public void release() {
    workspace.close();
  }
}
