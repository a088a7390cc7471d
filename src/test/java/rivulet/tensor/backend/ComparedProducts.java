package rivulet.tensor.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import rivulet.nativebindings.StridedGemm;
import rivulet.tensor.kernel.OffloadBackend;
import rivulet.tensor.kernel.StagedBuffer;
import rivulet.tensor.kernel.Transfers;
import rivulet.tensor.kernel.gemm.Gemm;
import rivulet.tensor.kernel.gemm.GemmQueue;
import rivulet.tensor.kernel.gemm.Matrix;

/**
 * A backend in host memory, every product of which is computed a second time by {@link Gemm} and a
 * third time in float64. Keeps the largest difference of the first two relative to Σ|a·b|.
 */
public final class ComparedProducts implements OffloadBackend {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final MemorySegment EVERYTHING = everything();

  private final OffloadBackend backend;
  private double largest;
  private long products;

  public ComparedProducts(OffloadBackend backend) {
    this.backend = backend;
  }

  @SuppressWarnings("restricted")
  private static MemorySegment everything() {
    return MemorySegment.NULL.reinterpret(Long.MAX_VALUE); // read one float at a time, by no kernel
  }

  /** The largest difference so far, relative to the sum of magnitudes of the element's terms. */
  public synchronized double largestDifference() {
    return largest;
  }

  /** Products compared. */
  public synchronized long products() {
    return products;
  }

  private synchronized void compare(StridedGemm call, Runnable multiply) {
    try (Arena arena = Arena.ofShared()) {
      Gemm gemm = new Gemm(arena.allocate(Gemm.SCRATCH_BYTES, 64), 0);
      Matrix[] ours = new Matrix[call.batch()];
      double[][] magnitudes = new double[call.batch()][call.rows() * call.columns()];
      for (int n = 0; n < ours.length; n++) {
        ours[n] = product(arena, gemm, call, n, magnitudes[n]);
      }
      multiply.run();
      products++;
      for (int n = 0; n < ours.length; n++) {
        for (int i = 0; i < magnitudes[n].length; i++) {
          float theirs = get(call.c(n, i / call.columns(), i % call.columns()));
          double difference = Math.abs(theirs - ours[n].segment().get(FLOAT, 4L * i));
          // Math.max keeps what is not a number; 0/0 is an element without terms.
          largest = Math.max(largest, difference == 0 ? 0 : difference / magnitudes[n][i]);
        }
      }
    }
  }

  private static Matrix product(
      Arena arena, Gemm gemm, StridedGemm call, int n, double[] magnitudes) {
    Matrix a = matrix(arena, call.rows(), call.terms(), (r, c) -> get(call.a(n, r, c)));
    Matrix b = matrix(arena, call.terms(), call.columns(), (r, c) -> get(call.b(n, r, c)));
    Matrix c =
        matrix(
            arena,
            call.rows(),
            call.columns(),
            (row, column) -> call.accumulates() ? get(call.c(n, row, column)) : 0);
    for (int i = 0; i < magnitudes.length; i++) {
      magnitudes[i] = Math.abs(c.segment().get(FLOAT, 4L * i));
      for (int k = 0; k < call.terms(); k++) {
        double x = get(call.a(n, i / call.columns(), k));
        magnitudes[i] += Math.abs(x * get(call.b(n, k, i % call.columns())));
      }
    }
    gemm.multiply(a, b, c, call.accumulates());
    return c;
  }

  private interface Element {
    float at(int row, int column);
  }

  private static Matrix matrix(Arena arena, int rows, int columns, Element element) {
    Matrix matrix = new Matrix(arena.allocate(4L * rows * columns, 64), 0, rows, columns);
    for (int i = 0; i < rows * columns; i++) {
      matrix.segment().set(FLOAT, 4L * i, element.at(i / columns, i % columns));
    }
    return matrix;
  }

  private static float get(long address) {
    return EVERYTHING.get(FLOAT, address);
  }

  private final class Queue implements GemmQueue {
    private final GemmQueue queue;

    Queue(GemmQueue queue) {
      this.queue = queue;
    }

    @Override
    public StagedBuffer buffer(Slot slot, long bytes) {
      return queue.buffer(slot, bytes);
    }

    @Override
    public StridedGemm product() {
      return queue.product();
    }

    @Override
    public void upload(StagedBuffer buffer, long bytes) {
      queue.upload(buffer, bytes);
    }

    @Override
    public void multiply(StridedGemm call) {
      compare(call, () -> queue.multiply(call));
    }

    @Override
    public void download(StagedBuffer buffer, long bytes) {
      queue.download(buffer, bytes);
    }

    @Override
    public void await() {
      queue.await();
    }
  }

  @Override
  public GemmQueue acquire() {
    return new Queue(backend.acquire());
  }

  @Override
  public void release(GemmQueue queue) {
    backend.release(((Queue) queue).queue);
  }

  @Override
  public long constant(MemorySegment host, long at, long bytes, long previous) {
    return backend.constant(host, at, bytes, previous);
  }

  @Override
  public Transfers transfers() {
    return backend.transfers();
  }

  @Override
  public String name() {
    return backend.name();
  }

  @Override
  public String device() {
    return backend.device();
  }

  @Override
  public boolean keepsBits() {
    return backend.keepsBits();
  }

  @Override
  public void multiply(Matrix a, Matrix b, Matrix c, boolean accumulate) {
    backend.multiply(a, b, c, accumulate);
  }

  @Override
  public void close() {
    backend.close();
  }
}
