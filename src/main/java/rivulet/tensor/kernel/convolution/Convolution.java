package rivulet.tensor.kernel.convolution;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Layout;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.Offload;
import rivulet.tensor.kernel.Tuning;

/**
 * A convolution of stride 1 with a zero border, 3×3 or 1×1, for one shape of image. Inputs of 3×3
 * kernels lie in bordered {@link Layout}s. The algorithm is a function of shape and {@link Tuning}
 * alone, never of the machine, since it decides the bits.
 *
 * <p>The same object serves the adjoint by the input of a convolution from {@code outputs} to
 * {@code inputs} channels: only its weights are packed differently.
 */
public sealed interface Convolution
    permits DirectConvolution,
        NarrowConvolution,
        OffloadedConvolution,
        WinogradConvolution,
        WinogradFourConvolution {

  /**
   * The convolution of images of shape {@code input} to {@code outputs} channels.
   *
   * @param input shape of the input image
   * @param outputs output channels
   * @param size 3 or 1
   */
  static Convolution of(Shape input, int outputs, int size, Tuning tuning) {
    KernelShape kernel = new KernelShape(outputs, input.channels(), size);
    Optional<Offload> offload = tuning.offload();
    if (offload.isPresent() && offload.get().takes(input, kernel)) {
      return new OffloadedConvolution(input, outputs, size, offload.get());
    }
    boolean wide = outputs >= Layout.LANES;
    if (!wide) {
      return new NarrowConvolution(input, outputs, size);
    }
    boolean square = size == 3 && input.channels() >= Layout.LANES;
    if (square && tuning.winograd() && input.height() >= 2 && input.width() >= 2) {
      return tuning.tile() == WinogradTile.FOUR && WinogradFourConvolution.pays(input)
          ? new WinogradFourConvolution(input, outputs)
          : new WinogradConvolution(input, outputs);
    }
    return new DirectConvolution(input, outputs, size);
  }

  /** Name of the algorithm, as {@code bench} prints it. */
  String algorithm();

  /** Bytes of the packed weights. */
  long packedBytes();

  /**
   * Packs a canonical kernel at {@code w + at} into {@code packed + to}.
   *
   * @param adjoint whether the kernel is that of the convolution whose adjoint this is
   */
  void pack(MemorySegment w, long at, boolean adjoint, MemorySegment packed, long to);

  /** Bytes of scratch that {@link #run} needs, for each band. */
  long scratchBytes();

  /** Rows of tiles or pixels that bands divide; 1 where one band does all. */
  int rows();

  /** Rows of pixels that one of {@link #rows()} writes; those beyond the image are none. */
  int rowHeight();

  /** Multiplications for one image, without those of transforms: a measure of time. */
  long multiplications();

  /** Computes every image of the batch; borders of the targets are not written. */
  default void run(
      ImageBatch batch,
      MemorySegment packed,
      long packedAt,
      MemorySegment scratch,
      long scratchAt) {
    run(batch, batch.whole, packed, packedAt, scratch, scratchAt);
  }

  /**
   * Computes one band of every image of the batch. Bands of one batch may run at once, each with a
   * scratch of its own; together they write what {@link #run(ImageBatch, MemorySegment, long,
   * MemorySegment, long)} does, bit for bit. A band without rows writes nothing.
   */
  void run(
      ImageBatch batch,
      Band band,
      MemorySegment packed,
      long packedAt,
      MemorySegment scratch,
      long scratchAt);

  /** Border of the input layout that a kernel of that size needs. */
  static int border(int size) {
    return size / 2;
  }
}
