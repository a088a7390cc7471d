package rivulet.perf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Elementwise;

/**
 * Adds one run of memory to another, both in the second-level cache of a core: what cores can do
 * that share neither memory nor the last-level cache.
 */
final class CacheKernel implements Kernel {
  /** Floats of a run; two runs take 256 KiB. */
  private static final int FLOATS = 32 << 10;

  private static final int PASSES = 16;

  private final MemorySegment memory;

  CacheKernel(Workspace workspace) {
    memory = workspace.allocate(2 * 4L * FLOATS);
  }

  @Override
  public void run() {
    for (int i = 0; i < PASSES; i++) {
      Elementwise.add(memory, 0, memory, 4L * FLOATS, memory, 4L * FLOATS, FLOATS);
    }
  }

  @Override
  public double flops() {
    return (double) PASSES * FLOATS;
  }

  @Override
  public float[] result() {
    run();
    return memory.asSlice(4L * FLOATS).toArray(ValueLayout.JAVA_FLOAT);
  }
}
