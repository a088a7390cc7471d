package rivulet.tensor.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Memory in two places: where the host writes and reads, and where a backend computes. They are the
 * same for backends in host memory.
 *
 * @param host native memory, page-locked if a device copies from it
 * @param device address for {@link rivulet.nativebindings.StridedGemm}
 */
public record StagedBuffer(MemorySegment host, long device) {}
