package rivulet.tensor.kernel;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.kernel.gemm.GemmBackend;
import rivulet.tensor.kernel.gemm.GemmQueue;

/**
 * A backend with memory of its own, to which whole convolutions can be handed: operands that stay,
 * and queues for the work of several threads. Its methods are safe for any number of threads; its
 * queues belong to one each. Closing it frees everything, after all work.
 */
public interface OffloadBackend extends GemmBackend {
  /** A queue for the calling thread alone, to be given back by {@link #release}. */
  GemmQueue acquire();

  /** Takes a queue back; its buffers are kept for the next caller. */
  void release(GemmQueue queue);

  /**
   * Brings an operand that many products share to the device, and waits until it is there.
   *
   * @param host where it lies
   * @param at byte offset
   * @param bytes its size
   * @param previous address of an operand of that size to be overwritten, 0 for new memory
   * @return its address there, valid until the backend is closed
   */
  long constant(MemorySegment host, long at, long bytes, long previous);

  /** What has been moved and multiplied so far. */
  Transfers transfers();
}
