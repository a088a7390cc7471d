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
import rivulet.tensor.kernel.convolution.WinogradTile;

/** 3×3 convolutions of the models' shapes and odd ones: forward and both gradients. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConvolutionBenchmark {
  /** What of the convolution is computed. */
  @Param({"FORWARD", "INPUT_GRADIENT", "KERNEL_GRADIENT"})
  public Role role;

  /** Channels in x channels out x height and width (JMH parts values at commas). */
  @Param({
    "64x64x8",
    "64x64x16",
    "64x64x32",
    "32x32x7",
    "32x32x14",
    "9x64x16",
    "64x9x16",
    "64x3x16",
    "33x17x13",
    "5x11x9"
  })
  public String shape;

  /** The algorithm asked for; narrow shapes have only the direct one. */
  @Param public WinogradTile algorithm;

  /** Images of one call. */
  @Param({"1", "2", "8", "16"})
  public int images;

  private Workspace workspace;
  private Kernel kernel;

  /** Makes the kernel and verifies it. */
  @Setup(Level.Trial)
  public void prepare() {
    String[] parts = shape.split("x", -1);
    int inputs = Integer.parseInt(parts[0]);
    int outputs = Integer.parseInt(parts[1]);
    int side = Integer.parseInt(parts[2]);
    ConvolutionCase problem = ConvolutionCase.of(role, inputs, outputs, side, images).by(algorithm);
    workspace = new Workspace();
    kernel = problem.kernel(0, workspace);
    Reference.verify(problem, kernel);
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
