package rivulet.tensor;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What a call puts on the heap once it is compiled. */
final class HeapPerCall {
  /**
   * What compilation may take; a kernel that boxes never gets to zero. Tests of this room use
   * shared arenas, as the product does: once the compiler has seen confined ones only, it takes
   * minutes of recompilation to unlearn the branch that checks the owner.
   */
  private static final long WARM_UP_NANOS = 20_000_000_000L;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private HeapPerCall() {}

  /** Bytes per call, 0 as soon as {@code calls} of them allocated nothing. */
  static long bytes(Runnable call, int calls) {
    long start = System.nanoTime();
    long perCall;
    do {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < calls; i++) {
        call.run();
      }
      perCall = (THREADS.getCurrentThreadAllocatedBytes() - before) / calls;
    } while (perCall > 0 && System.nanoTime() - start < WARM_UP_NANOS);
    return perCall;
  }
}
