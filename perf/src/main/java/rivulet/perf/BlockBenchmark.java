package rivulet.perf;

import java.util.List;
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
import rivulet.ode.SolverOptions;
import rivulet.tensor.Workspace;

/**
 * One block of the models of 28×28, 32×32 and 64×64 images: an evaluation of (f, Jε), a solve with
 * bosh3 at 1e-3, the gradient of the training loss.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 15, time = 1)
@Measurement(iterations = 5, time = 1)
public class BlockBenchmark {
  private static final double TOLERANCE = 1e-3;

  /** What is computed. */
  @Param public BlockProblem.Part part;

  /** Channels of state and condition, height and width, hidden widths. */
  @Param({
    "9+3 8 64x64x64",
    "9+3 16 64x64x64",
    "9+3 32 64x64x64",
    "3+0 8 64x64x64",
    "3+1 7 32x32",
    "3+1 14 32x32",
    "3+1 13 32x32"
  })
  public String block;

  /** Images of one call. */
  @Param({"1", "2", "8", "16"})
  public int images;

  private Workspace workspace;
  private Kernel kernel;

  /** Makes the kernel and verifies that its results are numbers and come out again. */
  @Setup(Level.Trial)
  public void prepare() {
    String[] parts = block.split("[+ ]", -1);
    List<Integer> hidden = List.of(parts[3].split("x", -1)).stream().map(Integer::valueOf).toList();
    BlockProblem problem =
        new BlockProblem(
            Integer.parseInt(parts[0]),
            Integer.parseInt(parts[1]),
            Integer.parseInt(parts[2]),
            hidden,
            images);
    workspace = new Workspace();
    SolverOptions options = SolverOptions.adaptive("bosh3", TOLERANCE);
    kernel = problem.kernels(part, options, 1, workspace).getFirst();
    verify(kernel.result(), kernel.result());
  }

  /** perf/compare compares the values with another library's; this finds what is not repeatable. */
  private static void verify(float[] first, float[] second) {
    for (int i = 0; i < first.length; i++) {
      if (!Float.isFinite(first[i]) || first[i] != second[i]) {
        throw new IllegalStateException(
            "block: result " + i + " is " + first[i] + ", then " + second[i]);
      }
    }
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
