package rivulet.perf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Workspace;

/** The weights of a convolution in canonical order. */
final class CanonicalKernel {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

  private final MemorySegment memory;
  private final int count;

  CanonicalKernel(KernelShape shape, Workspace workspace) {
    this.count = (int) shape.elements();
    this.memory = workspace.allocate(4L * count);
  }

  CanonicalKernel fill() {
    for (int i = 0; i < count; i++) {
      memory.set(FLOAT, 4L * i, TestValues.at(TestValues.WEIGHT, i));
    }
    return this;
  }

  void clear() {
    memory.fill((byte) 0);
  }

  MemorySegment memory() {
    return memory;
  }

  float[] values() {
    return memory.asSlice(0, 4L * count).toArray(FLOAT);
  }
}
