package rivulet.perf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleUnaryOperator;
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
import rivulet.tensor.Activation;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Activations;
import rivulet.tensor.kernel.Elementwise;

/** Activations with their derivative and the sums of a solver, on runs of floats. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 1)
@Measurement(iterations = 4, time = 1)
public class ElementwiseBenchmark {
  private static final float SCALE = 0.375f;
  private static final double RANGE = 12;
  private static final double TOLERANCE = 1e-6;

  /** Floats of a run: rows of 32 and 64 channels, a whole image, and odd numbers of floats. */
  @Param({"448", "1024", "16384", "1023", "37"})
  public int count;

  /** The activation. */
  @Param public Activation activation;

  private Workspace workspace;
  private MemorySegment x;
  private MemorySegment y;
  private MemorySegment d;

  /** Fills the runs and verifies both kernels. */
  @Setup(Level.Trial)
  public void prepare() {
    workspace = new Workspace();
    x = workspace.allocate(4L * count);
    y = workspace.allocate(4L * count);
    d = workspace.allocate(4L * count);
    for (int i = 0; i < count; i++) {
      float value = (float) (RANGE * TestValues.at(TestValues.INPUT, i));
      x.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
    }
    axpy();
    verify(y, value -> SCALE * value + value);
    activate();
    verify(y, activation::value);
    verify(d, activation::first);
  }

  private void verify(MemorySegment results, DoubleUnaryOperator expected) {
    for (int i = 0; i < count; i++) {
      double wanted = expected.applyAsDouble(x.getAtIndex(ValueLayout.JAVA_FLOAT, i));
      double found = results.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      if (!(Math.abs(found - wanted) <= TOLERANCE * Math.max(1, Math.abs(wanted)))) {
        throw new IllegalStateException(
            activation.label() + ": entry " + i + " is " + found + ", expected " + wanted);
      }
    }
  }

  /** φ and φ′ in one pass. */
  @Benchmark
  public void activate() {
    Activations.valueAndDerivative(activation, x, 0, y, 0, d, 0, count);
  }

  /** y = s·x + x. */
  @Benchmark
  public void axpy() {
    Elementwise.axpy(SCALE, x, 0, x, 0, y, 0, count);
  }

  /** Frees the memory. */
  @TearDown(Level.Trial)
  public void release() {
    workspace.close();
  }
}
