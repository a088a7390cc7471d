package rivulet.tensor;

import com.sun.management.OperatingSystemMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import rivulet.tensor.kernel.KernelFlags;

/**
 * A bump allocator over one long-lived arena. Blocks are zero-filled, aligned to 64 bytes and live
 * until {@link #close()}.
 */
public final class Workspace implements AutoCloseable {
  private static final long PHYSICAL =
      ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
  private static final AtomicLong LIVE = new AtomicLong();

  private final Arena arena = Arena.ofShared();
  private long allocated;

  /**
   * An empty one.
   *
   * @throws IllegalStateException with the flag to add, if this JVM was started without the module
   *     that the kernels need
   */
  public Workspace() {
    KernelFlags.require();
  }

  /**
   * A new block of zeros.
   *
   * @throws IllegalStateException with the size asked for, if the machine refuses it
   */
  public MemorySegment allocate(long bytes) {
    long rounded = Math.max(64, Layout.aligned(bytes));
    if (bytes < 0 || rounded > PHYSICAL - LIVE.get()) {
      throw refused(rounded, null);
    }
    try {
      MemorySegment block = arena.allocate(rounded, 64);
      allocated += rounded;
      LIVE.addAndGet(rounded);
      return block;
    } catch (OutOfMemoryError e) {
      throw refused(rounded, e);
    }
  }

  private static IllegalStateException refused(long asked, Throwable cause) {
    return new IllegalStateException(
        "memory: "
            + (asked >> 20)
            + " MiB asked, "
            + (LIVE.get() >> 20)
            + " MiB held, the machine has "
            + (PHYSICAL >> 20)
            + "; use a smaller model or group, or fewer threads",
        cause);
  }

  /** Bytes handed out so far. */
  public long allocatedBytes() {
    return allocated;
  }

  /** Frees all blocks; closing again changes nothing. */
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
      LIVE.addAndGet(-allocated);
    }
  }
}
