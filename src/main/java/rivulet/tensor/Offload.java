package rivulet.tensor;

import java.util.Objects;

/**
 * Which convolutions and kernel gradients a backend takes over. The choice depends on shapes and
 * configuration alone; its numbers are not those of the kernels here, and no bits are promised.
 *
 * @param backend takes the work; its owner closes it after the plans that use it
 * @param leastFlops floating-point operations of one image by the direct algorithm from which on;
 *     less stays here, since transfers and launches would cost more than they save
 * @param chunkBytes of the larger side of a batch that crosses together; it bounds the staging
 *     buffers, and the rest of the images wait
 */
public record Offload(OffloadBackend backend, long leastFlops, long chunkBytes) {
  private static final long CHUNK_BYTES = 64L << 20;

  /** With the usual bound of staging buffers, 64 MiB. */
  public Offload(OffloadBackend backend, long leastFlops) {
    this(backend, leastFlops, CHUNK_BYTES);
  }

  public Offload {
    Objects.requireNonNull(backend, "backend");
    if (leastFlops < 0 || chunkBytes < 1) {
      throw new IllegalArgumentException(
          "offload: the least number of operations must be at least 0 and a chunk at least 1 byte,"
              + " found "
              + leastFlops
              + " and "
              + chunkBytes);
    }
  }

  /** Operations of a convolution of one image, a multiplication and an addition counted as two. */
  public static long flops(int pixels, KernelShape kernel) {
    return 2L * pixels * kernel.elements();
  }

  /** Whether the backend takes a convolution with that kernel of images of that extent. */
  boolean takes(Shape image, KernelShape kernel) {
    return flops(image.pixels(), kernel) >= leastFlops;
  }
}
