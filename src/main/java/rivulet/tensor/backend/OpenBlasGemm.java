package rivulet.tensor.backend;

import java.lang.foreign.MemorySegment;
import rivulet.nativebindings.Availability;
import rivulet.nativebindings.LibraryFolder;
import rivulet.nativebindings.OpenBlas;
import rivulet.tensor.kernel.OffloadBackend;
import rivulet.tensor.kernel.Transfers;
import rivulet.tensor.kernel.gemm.GemmQueue;
import rivulet.tensor.kernel.gemm.Matrix;

/**
 * OpenBLAS as a backend: the code path of a GPU in host memory, runnable everywhere, and a second
 * opinion on our own products. Nothing is transferred, so it counts products and constants only.
 */
public final class OpenBlasGemm implements OffloadBackend {
  private final OpenBlas blas;
  private final Counters counters = new Counters();
  private final QueuePool<HostQueue> queues;

  private OpenBlasGemm(OpenBlas blas) {
    this.blas = blas;
    this.queues = new QueuePool<>(() -> new HostQueue(blas, counters));
  }

  /** The backend, if the library is where {@link LibraryFolder#OPENBLAS} says. */
  public static Availability<OpenBlasGemm> find() {
    return OpenBlas.find(LibraryFolder.OPENBLAS.folder())
        .then(blas -> new Availability.Available<>(new OpenBlasGemm(blas)));
  }

  @Override
  public String name() {
    return "openblas";
  }

  @Override
  public String device() {
    return "this processor, " + blas.version();
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
    queues.release((HostQueue) queue);
  }

  @Override
  public long constant(MemorySegment host, long at, long bytes, long previous) {
    counters.constant(bytes);
    return host.address() + at; // products read it where it is
  }

  @Override
  public Transfers transfers() {
    return counters.transfers();
  }

  @Override
  public void close() {
    queues.drain().forEach(HostQueue::close);
  }
}
