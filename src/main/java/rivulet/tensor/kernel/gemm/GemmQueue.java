package rivulet.tensor.kernel.gemm;

import rivulet.nativebindings.StridedGemm;
import rivulet.tensor.kernel.StagedBuffer;

/**
 * One worker's way to a backend: buffers, and work that runs in the order in which it was given,
 * beside that of other queues. Nothing is certain before {@link #await}: until then the host leaves
 * uploaded buffers as they are and does not read downloaded ones. Belongs to one thread at a time;
 * allocates nothing on the heap unless a buffer grows.
 */
public interface GemmQueue {
  /** The buffers of a queue. */
  enum Slot {
    LEFT,
    RIGHT,
    RESULT
  }

  /**
   * A buffer of at least that size; valid until a larger one is asked for in its slot. The content
   * of new memory is undefined.
   */
  StagedBuffer buffer(Slot slot, long bytes);

  /** The call to be filled in for {@link #multiply}, reused. */
  StridedGemm product();

  /** Brings the first bytes of a buffer from the host to the device. */
  void upload(StagedBuffer buffer, long bytes);

  /** Multiplies matrices at device addresses. */
  void multiply(StridedGemm call);

  /** Brings the first bytes of a buffer from the device to the host. */
  void download(StagedBuffer buffer, long bytes);

  /** Waits until everything given so far is done. */
  void await();
}
