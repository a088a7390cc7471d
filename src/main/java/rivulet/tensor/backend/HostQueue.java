package rivulet.tensor.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import rivulet.nativebindings.OpenBlas;
import rivulet.nativebindings.StridedGemm;
import rivulet.tensor.kernel.StagedBuffer;
import rivulet.tensor.kernel.gemm.GemmQueue;

/** A queue without a device: buffers are the host's own, products are done when they are given. */
final class HostQueue implements GemmQueue, AutoCloseable {
  private static final long ALIGNMENT = 64;

  private final OpenBlas blas;
  private final Counters counters;
  private final StridedGemm product = new StridedGemm();
  private final Arena[] arenas = new Arena[Slot.values().length];
  private final StagedBuffer[] buffers = new StagedBuffer[Slot.values().length];

  HostQueue(OpenBlas blas, Counters counters) {
    this.blas = blas;
    this.counters = counters;
    for (int slot = 0; slot < buffers.length; slot++) {
      place(slot, ALIGNMENT);
    }
  }

  private void place(int slot, long bytes) {
    Arena arena = Arena.ofShared();
    MemorySegment memory = arena.allocate(bytes, ALIGNMENT);
    arenas[slot] = arena;
    buffers[slot] = new StagedBuffer(memory, memory.address());
  }

  @Override
  @SuppressWarnings("EnumOrdinal") // an array by slot, private to this class
  public StagedBuffer buffer(Slot slot, long bytes) {
    int index = slot.ordinal();
    if (buffers[index].host().byteSize() < bytes) {
      arenas[index].close();
      place(index, bytes);
    }
    return buffers[index];
  }

  @Override
  public StridedGemm product() {
    return product;
  }

  @Override
  public void upload(StagedBuffer buffer, long bytes) {
    // The product reads where the host wrote.
  }

  @Override
  public void multiply(StridedGemm call) {
    counters.products.incrementAndGet();
    blas.multiply(call);
  }

  @Override
  public void download(StagedBuffer buffer, long bytes) {
    // The host reads where the product wrote.
  }

  @Override
  public void await() {
    // Everything is done when it is given.
  }

  @Override
  public void close() {
    for (Arena arena : arenas) {
      arena.close();
    }
  }
}
