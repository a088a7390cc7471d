package rivulet.tensor.kernel;

import java.util.Objects;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;

/**
 * Which convolutions and kernel gradients a backend takes over. The choice depends on shapes and
 * configuration alone; its numbers are not those of the kernels here, and no bits are promised.
 *
 * @param backend takes the work; its owner closes it after the plans that use it
 * @param threshold from which size on; less stays here, since handing over would cost more than it
 *     saves
 * @param chunkBytes of the larger side of a batch that crosses together; it bounds the staging
 *     buffers, and the rest of the images wait
 */
public record Offload(OffloadBackend backend, OffloadThreshold threshold, long chunkBytes) {
  private static final long CHUNK_BYTES = 64L << 20;

  public Offload {
    Objects.requireNonNull(backend, "backend");
    Objects.requireNonNull(threshold, "threshold");
    if (chunkBytes < 1) {
      throw new IllegalArgumentException(
          "offload: a chunk must be at least 1 byte, found " + chunkBytes);
    }
  }

  /** With the usual bound of staging buffers, 64 MiB. */
  public Offload(OffloadBackend backend, OffloadThreshold threshold) {
    this(backend, threshold, CHUNK_BYTES);
  }

  /** Whether the backend takes a convolution with that kernel of images of that extent. */
  public boolean takes(Shape image, KernelShape kernel) {
    return threshold.takes(image.pixels(), kernel);
  }
}
