package rivulet.tensor.backend;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.kernel.OffloadBackend;
import rivulet.tensor.kernel.StagedBuffer;
import rivulet.tensor.kernel.gemm.Gemm;
import rivulet.tensor.kernel.gemm.GemmQueue;
import rivulet.tensor.kernel.gemm.Matrix;

/** A single product of matrices in host memory on a backend: there, multiplied, and back. */
final class MatrixProduct {
  private MatrixProduct() {}

  static void run(OffloadBackend backend, Matrix a, Matrix b, Matrix c, boolean accumulate) {
    Gemm.check(a, b, c);
    GemmQueue queue = backend.acquire();
    try {
      StagedBuffer left = up(queue, GemmQueue.Slot.LEFT, a, true);
      StagedBuffer right = up(queue, GemmQueue.Slot.RIGHT, b, true);
      StagedBuffer result = up(queue, GemmQueue.Slot.RESULT, c, accumulate);
      queue.multiply(
          queue
              .product()
              .extent(c.rows(), c.columns(), a.columns())
              .left(left.device(), a.columns(), false)
              .right(right.device(), b.columns())
              .result(result.device(), c.columns(), accumulate));
      queue.download(result, bytes(c));
      queue.await();
      MemorySegment.copy(result.host(), 0, c.segment(), c.at(), bytes(c));
    } finally {
      backend.release(queue);
    }
  }

  private static StagedBuffer up(
      GemmQueue queue, GemmQueue.Slot slot, Matrix matrix, boolean needed) {
    StagedBuffer buffer = queue.buffer(slot, bytes(matrix));
    if (needed) {
      MemorySegment.copy(matrix.segment(), matrix.at(), buffer.host(), 0, bytes(matrix));
      queue.upload(buffer, bytes(matrix));
    }
    return buffer;
  }

  private static long bytes(Matrix matrix) {
    return matrix.rows() * matrix.rowBytes();
  }
}
