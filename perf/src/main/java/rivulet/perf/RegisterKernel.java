package rivulet.perf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import rivulet.tensor.Workspace;

/**
 * Multiply-adds that stay in registers: what cores can do that neither share memory nor wait for
 * it. Two cores that do less than twice as much of it share something that no program can change.
 */
final class RegisterKernel implements Kernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final int PASSES = 50_000;
  private static final int ACCUMULATORS = 8;
  private static final float START = 0.5f;

  private final MemorySegment memory;

  RegisterKernel(Workspace workspace) {
    memory = workspace.allocate(SPECIES.vectorByteSize());
  }

  @Override
  public void run() {
    FloatVector factor = FloatVector.broadcast(SPECIES, START);
    FloatVector a = factor;
    FloatVector b = factor;
    FloatVector c = factor;
    FloatVector d = factor;
    FloatVector e = factor;
    FloatVector f = factor;
    FloatVector g = factor;
    FloatVector h = factor;
    for (int i = 0; i < PASSES; i++) {
      a = a.fma(factor, factor);
      b = b.fma(factor, factor);
      c = c.fma(factor, factor);
      d = d.fma(factor, factor);
      e = e.fma(factor, factor);
      f = f.fma(factor, factor);
      g = g.fma(factor, factor);
      h = h.fma(factor, factor);
    }
    a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).intoMemorySegment(memory, 0, ORDER);
  }

  @Override
  public double flops() {
    return 2.0 * PASSES * ACCUMULATORS * SPECIES.length();
  }

  @Override
  public float[] result() {
    run();
    return memory.toArray(ValueLayout.JAVA_FLOAT);
  }
}
