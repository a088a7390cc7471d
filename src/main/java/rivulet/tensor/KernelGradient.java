package rivulet.tensor;

import java.lang.foreign.MemorySegment;

/**
 * Gradient of a convolution by its kernel: {@code dw[o,i,tap] += Σ g[p,o]·x[p+tap,i]} over pixels
 * and images. Each image is a product over its pixels, in the order of rows; its result is added to
 * the accumulator, which lies in packed order until {@link #unpackAdding}.
 *
 * <p>With at least 16 outputs the vectors run over output channels and the rows of the product over
 * (tap column, input channel); otherwise vectors run over (tap column, input channel) and the rows
 * over output channels.
 */
public final class KernelGradient {
  private final KernelShape kernel;
  private final Layout x;
  private final Layout g;
  private final boolean wideOutputs;
  private final int rows;
  private final int columns;

  /**
   * @param image height and width of the images
   * @param kernel the kernel's extent
   * @param gradientBorder border of the cotangents' layout
   */
  public KernelGradient(Shape image, KernelShape kernel, int gradientBorder) {
    this.kernel = kernel;
    this.x = new Layout(image.withChannels(kernel.inputs()), Convolution.border(kernel.size()));
    this.g = new Layout(image.withChannels(kernel.outputs()), gradientBorder);
    this.wideOutputs = kernel.outputs() >= Layout.LANES;
    int run = kernel.size() * x.channelStride();
    this.rows = wideOutputs ? run : kernel.outputs();
    this.columns = wideOutputs ? g.channelStride() : Layout.padded(run);
  }

  /** Floats of the accumulator. */
  public int packedFloats() {
    return kernel.size() * rows * columns;
  }

  /** Adds the gradients of all pairs (x, g) of the batch to the accumulator {@code sum + at}. */
  public void accumulate(ImageBatch batch, MemorySegment sum, long at) {
    Product p = batch.product;
    p.outer = x.shape().height();
    p.inner = x.shape().width();
    p.aRow = 4;
    p.aStep = wideOutputs ? x.pixelBytes() : g.pixelBytes();
    p.aOuter = wideOutputs ? x.rowBytes() : g.rowBytes();
    p.bStep = wideOutputs ? g.pixelBytes() : x.pixelBytes();
    p.bOuter = wideOutputs ? g.rowBytes() : x.rowBytes();
    p.cRow = 4L * columns;
    p.c = sum;
    p.accumulate = true;
    for (int n = 0; n < batch.count(); n++) {
      p.a = wideOutputs ? batch.from[n] : batch.to[n];
      p.b = wideOutputs ? batch.to[n] : batch.from[n];
      long cotangent = batch.toAt[n] + g.origin();
      for (int dy = 0; dy < kernel.size(); dy++) {
        long image = batch.fromAt[n] + dy * x.rowBytes();
        p.run(
            wideOutputs ? image : cotangent,
            wideOutputs ? cotangent : image,
            at + 4L * dy * rows * columns,
            rows,
            columns);
      }
    }
  }

  /** Adds the accumulator to a canonical kernel. */
  public void unpackAdding(MemorySegment sum, long at, MemorySegment w, long to) {
    int run = x.channelStride();
    for (int o = 0; o < kernel.outputs(); o++) {
      for (int i = 0; i < kernel.inputs(); i++) {
        for (int tap = 0; tap < kernel.taps(); tap++) {
          int dy = tap / kernel.size();
          int position = tap % kernel.size() * run + i;
          int row = wideOutputs ? position : o;
          int column = wideOutputs ? o : position;
          float value =
              sum.get(Tiles.FLOAT, at + 4L * (((long) dy * rows + row) * columns + column));
          long index = ((long) o * kernel.inputs() + i) * kernel.taps() + tap;
          float before = w.get(Tiles.FLOAT, to + 4 * index);
          w.set(Tiles.FLOAT, to + 4 * index, before + value);
        }
      }
    }
  }
}
