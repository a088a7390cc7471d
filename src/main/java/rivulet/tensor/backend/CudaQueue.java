package rivulet.tensor.backend;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import rivulet.nativebindings.Cublas;
import rivulet.nativebindings.CudaLibraries;
import rivulet.nativebindings.Cudart;
import rivulet.nativebindings.StridedGemm;
import rivulet.tensor.kernel.StagedBuffer;
import rivulet.tensor.kernel.gemm.GemmQueue;

/** A CUDA stream with a cuBLAS context and staged buffers of its own. */
final class CudaQueue implements GemmQueue {
  private final Cudart cuda;
  private final Cublas blas;
  private final Counters counters;
  private final long stream;
  private final long context;
  private final StridedGemm product = new StridedGemm();
  private final List<CudaBuffer> buffers = new ArrayList<>();

  CudaQueue(CudaLibraries libraries, boolean tf32, Counters counters) {
    this.cuda = libraries.runtime();
    this.blas = libraries.blas();
    this.counters = counters;
    for (int slot = 0; slot < Slot.values().length; slot++) {
      buffers.add(new CudaBuffer(cuda));
    }
    this.stream = cuda.newStream();
    this.context = newContext(tf32);
  }

  /** A context on the stream; a failure leaves neither behind. */
  private long newContext(boolean tf32) {
    Releases undo = new Releases();
    try {
      long made = blas.newContext();
      try {
        blas.useStream(made, stream);
        blas.allowTf32(made, tf32);
        return made;
      } catch (RuntimeException e) {
        undo.run(() -> blas.destroyContext(made));
        throw e;
      }
    } catch (RuntimeException e) {
      undo.run(() -> cuda.destroyStream(stream));
      throw e;
    }
  }

  @Override
  @SuppressWarnings("EnumOrdinal") // a list by slot, private to this class
  public StagedBuffer buffer(Slot slot, long bytes) {
    return buffers.get(slot.ordinal()).sized(bytes);
  }

  @Override
  public StridedGemm product() {
    return product;
  }

  @Override
  public void upload(StagedBuffer buffer, long bytes) {
    cuda.toDevice(buffer.host(), buffer.device(), bytes, stream);
    counters.bytesUp.addAndGet(bytes);
  }

  @Override
  public void multiply(StridedGemm call) {
    blas.multiply(context, call);
    counters.products.incrementAndGet();
  }

  @Override
  public void download(StagedBuffer buffer, long bytes) {
    cuda.toHost(buffer.device(), buffer.host(), bytes, stream);
    counters.bytesDown.addAndGet(bytes);
  }

  @Override
  public void await() {
    cuda.await(stream);
  }

  /** Brings a constant to device memory of its own, by way of a staging buffer, and waits. */
  void constant(MemorySegment host, long at, long bytes, long address) {
    MemorySegment staging = buffer(Slot.LEFT, bytes).host();
    MemorySegment.copy(host, at, staging, 0, bytes);
    cuda.toDevice(staging, address, bytes, stream);
    cuda.await(stream);
    counters.constant(bytes);
  }

  /** Waits for the work given and gives everything back, as far as each step succeeds. */
  void close(Releases releases) {
    releases.run(() -> cuda.await(stream));
    for (CudaBuffer buffer : buffers) {
      releases.run(buffer::free);
    }
    releases.run(() -> blas.destroyContext(context));
    releases.run(() -> cuda.destroyStream(stream));
  }
}
