package rivulet.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A bump allocator over one long-lived arena. Blocks are zero-filled, aligned to 64 bytes and live
 * until {@link #close()}; the owner closes it exactly once.
 */
public final class Workspace implements AutoCloseable {
  private final Arena arena = Arena.ofShared();
  private long allocated;

  /**
   * A new block of zeros.
   *
   * @throws IllegalStateException with the size asked for, if the machine refuses it
   */
  public MemorySegment allocate(long bytes) {
    long rounded = Math.max(64, Layout.aligned(bytes));
    try {
      MemorySegment block = arena.allocate(rounded, 64);
      allocated += rounded;
      return block;
    } catch (OutOfMemoryError e) {
      throw new IllegalStateException(
          "memory: "
              + (rounded >> 20)
              + " MiB asked, "
              + (allocated >> 20)
              + " MiB already held and no more to be had; use a smaller group or fewer threads",
          e);
    }
  }

  /** Bytes handed out so far. */
  public long allocatedBytes() {
    return allocated;
  }

  @Override
  public void close() {
    arena.close();
  }
}
