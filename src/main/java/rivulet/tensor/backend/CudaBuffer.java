package rivulet.tensor.backend;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import rivulet.nativebindings.Cudart;
import rivulet.tensor.kernel.StagedBuffer;

/** One buffer in page-locked host memory and on the device; grows, and owns both. */
final class CudaBuffer {
  /** Steps in which buffers grow: few reallocations, little waste. */
  private static final long STEP = 1L << 20;

  private final Cudart cuda;
  private Optional<MemorySegment> pinned = Optional.empty();
  private long device;
  private StagedBuffer view = new StagedBuffer(MemorySegment.NULL, 0);

  CudaBuffer(Cudart cuda) {
    this.cuda = cuda;
  }

  /** The buffer with at least that many bytes; larger means new, with undefined content. */
  StagedBuffer sized(long bytes) {
    if (view.host().byteSize() < bytes) {
      long size = (bytes + STEP - 1) / STEP * STEP;
      free();
      pinned = Optional.of(cuda.allocatePinned(size));
      device = cuda.allocate(size);
      view = new StagedBuffer(pinned.get(), device);
    }
    return view;
  }

  /** Gives both memories back; what fails is thrown after both were tried. */
  void free() {
    Releases releases = new Releases();
    view = new StagedBuffer(MemorySegment.NULL, 0);
    Optional<MemorySegment> host = pinned;
    pinned = Optional.empty();
    host.ifPresent(memory -> releases.run(() -> cuda.freePinned(memory)));
    long there = device;
    device = 0;
    if (there != 0) {
      releases.run(() -> cuda.free(there));
    }
    releases.finish();
  }
}
