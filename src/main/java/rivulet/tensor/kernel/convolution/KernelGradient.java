package rivulet.tensor.kernel.convolution;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Layout;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.Offload;
import rivulet.tensor.kernel.Tuning;

/**
 * Gradient of a convolution by its kernel: {@code dw[o,i,tap] += Σ g[p,o]·x[p+tap,i]} over pixels
 * and images. It is summed in an accumulator in the algorithm's own packed order and comes into
 * canonical order by {@link #unpackAdding}. The algorithm is a function of shapes and {@link
 * Tuning} alone, since it decides the bits.
 */
public sealed interface KernelGradient
    permits DirectKernelGradient, OffloadedKernelGradient, WinogradKernelGradient {

  /**
   * The gradient of kernels of that extent.
   *
   * @param image height and width of the images
   * @param kernel the kernel's extent
   * @param gradientBorder border of the cotangents' layout
   */
  static KernelGradient of(Shape image, KernelShape kernel, int gradientBorder, Tuning tuning) {
    Optional<Offload> offload = tuning.offload();
    if (offload.isPresent() && offload.get().takes(image, kernel)) {
      return new OffloadedKernelGradient(image, kernel, gradientBorder, offload.get());
    }
    boolean wide = Math.min(kernel.inputs(), kernel.outputs()) >= Layout.LANES;
    boolean square = image.height() >= 2 && image.width() >= 2;
    if (kernel.size() == 3 && wide && square && tuning.winograd()) {
      if (tuning.tile() == WinogradTile.FOUR && WinogradFourConvolution.pays(image)) {
        return WinogradKernelGradient.four(image, kernel, gradientBorder);
      }
      if (gradientBorder == 1 || (image.height() % 2 == 0 && image.width() % 2 == 0)) {
        return WinogradKernelGradient.two(image, kernel, gradientBorder);
      }
    }
    return new DirectKernelGradient(image, kernel, gradientBorder);
  }

  /** Name of the algorithm, as {@code bench} prints it. */
  String algorithm();

  /** Floats of the accumulator. */
  int packedFloats();

  /** Bytes of scratch that {@link #accumulate} needs. */
  long scratchBytes();

  /**
   * Adds the gradients of all pairs (x, g) of the batch to the accumulator {@code sum + at}.
   *
   * @param scratch memory whose content counts neither before nor after
   */
  void accumulate(
      ImageBatch batch, MemorySegment sum, long at, MemorySegment scratch, long scratchAt);

  /**
   * The fewest images that come to the same accumulator, bit for bit, in a call of their own as in
   * one with those that follow; so does every multiple of them. 0 if no number of images does.
   *
   * @param pairs (x, g) of each image
   */
  int separable(int pairs);

  /** Adds the accumulator to the canonical kernel at {@code w + to}; its content is used up. */
  void unpackAdding(MemorySegment sum, long at, MemorySegment w, long to);
}
