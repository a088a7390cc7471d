package rivulet.tensor.backend;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rivulet.nativebindings.Availability;
import rivulet.nativebindings.CudaDevice;
import rivulet.nativebindings.CudaLibraries;
import rivulet.nativebindings.LibraryFolder;
import rivulet.tensor.kernel.OffloadBackend;
import rivulet.tensor.kernel.Transfers;
import rivulet.tensor.kernel.gemm.GemmQueue;
import rivulet.tensor.kernel.gemm.Matrix;

/**
 * cuBLAS on an NVIDIA device as a backend. Every thread that works at the same time gets a stream,
 * a cuBLAS context and page-locked staging buffers; weights stay on the device until they change.
 *
 * <p>Not yet run on a physical GPU: tests use the test device of native-bindings.
 */
public final class CudaGemm implements OffloadBackend {
  private final CudaDevice device;
  private final Counters counters = new Counters();
  private final QueuePool<CudaQueue> queues;
  private final List<Long> constants = new ArrayList<>();

  private CudaGemm(CudaDevice device, boolean tf32) {
    this.device = device;
    this.queues = new QueuePool<>(() -> new CudaQueue(device.libraries(), tf32, counters));
  }

  /**
   * The backend, if libraries are where {@link LibraryFolder#CUDA} says and a device answers.
   *
   * @param tf32 whether products may round their factors to 10 bits of mantissa
   */
  public static Availability<CudaGemm> find(boolean tf32) {
    return CudaLibraries.find(LibraryFolder.CUDA.folder())
        .then(CudaDevice::probe)
        .then(device -> new Availability.Available<>(new CudaGemm(device, tf32)));
  }

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public String device() {
    return String.format(
        Locale.ROOT,
        "%s, %d MiB, compute capability %s, cuBLAS %d",
        device.name(),
        device.bytes() >> 20,
        device.capability(),
        device.blasVersion());
  }

  @Override
  public boolean keepsBits() {
    return false;
  }

  @Override
  public void multiply(Matrix a, Matrix b, Matrix c, boolean accumulate) {
    MatrixProduct.run(this, a, b, c, accumulate);
  }

  @Override
  public GemmQueue acquire() {
    return queues.acquire();
  }

  @Override
  public void release(GemmQueue queue) {
    queues.release((CudaQueue) queue);
  }

  @Override
  public long constant(MemorySegment host, long at, long bytes, long previous) {
    CudaQueue queue = queues.acquire();
    try {
      long address = previous == 0 ? newConstant(bytes) : previous;
      queue.constant(host, at, bytes, address);
      return address;
    } finally {
      queues.release(queue);
    }
  }

  private long newConstant(long bytes) {
    long address = device.libraries().runtime().allocate(bytes);
    synchronized (constants) {
      constants.add(address);
    }
    return address;
  }

  @Override
  public Transfers transfers() {
    return counters.transfers();
  }

  @Override
  public void close() {
    Releases releases = new Releases();
    queues.drain().forEach(queue -> queue.close(releases));
    synchronized (constants) {
      constants.forEach(address -> releases.run(() -> device.libraries().runtime().free(address)));
      constants.clear();
    }
    releases.finish();
  }
}
