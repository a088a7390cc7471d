package rivulet.tensor.kernel;

import rivulet.tensor.KernelShape;

/**
 * From which size on a convolution or kernel gradient is handed to a backend. Two numbers, since
 * handing over costs twice: something per call, which many operations outweigh, and something per
 * float moved, which many operations per float outweigh. Both are functions of shapes alone.
 *
 * @param flops least floating-point operations of one image by the direct algorithm
 * @param intensity least operations per float that goes there and comes back; a 3×3 convolution has
 *     18·i·o/(i+o) of them: 142 from 9 to 64 channels, 576 from 64 to 64
 */
public record OffloadThreshold(long flops, int intensity) {
  /** Everything is handed over. */
  public static final OffloadThreshold ALL = new OffloadThreshold(0, 0);

  /**
   * Where nothing was measured: what the table in the README of native-bindings predicts for groups
   * of 50 images, two cores and an ordinary card.
   */
  public static final OffloadThreshold DEFAULT = new OffloadThreshold(2_000_000, 500);

  public OffloadThreshold {
    if (flops < 0 || intensity < 0) {
      throw new IllegalArgumentException(
          "offload: least operations and operations per float must be at least 0, found "
              + flops
              + " and "
              + intensity);
    }
  }

  /** Operations of a convolution of one image, a multiplication and an addition counted as two. */
  public static long flops(int pixels, KernelShape kernel) {
    return 2L * pixels * kernel.elements();
  }

  /** Operations of a convolution per float that it reads or writes, rounded down. */
  public static int intensity(KernelShape kernel) {
    return (int) (2 * kernel.elements() / (kernel.inputs() + kernel.outputs()));
  }

  /** Whether a convolution with that kernel of images of that many pixels is handed over. */
  public boolean takes(int pixels, KernelShape kernel) {
    return flops(pixels, kernel) >= flops && intensity(kernel) >= intensity;
  }
}
