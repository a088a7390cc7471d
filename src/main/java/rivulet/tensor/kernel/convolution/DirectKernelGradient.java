package rivulet.tensor.kernel.convolution;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Layout;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.gemm.Product;
import rivulet.tensor.kernel.gemm.Tiles;

/**
 * Kernel gradients by their definition. Each image is a product over its pixels, in the order of
 * rows, without the rows that a tap finds in the border and, from 16 inputs on, without the
 * columns; its result is added to the accumulator. Under 1×1 kernels a run of images of one pixel
 * is a product over the images.
 *
 * <p>With at least 16 outputs the vectors run over output channels and the rows of the product over
 * (tap column, input channel); otherwise vectors run over (tap column, input channel) and the rows
 * over output channels. Packed order: tap row, row of the product, column of the product.
 */
final class DirectKernelGradient implements KernelGradient {
  private final KernelShape kernel;
  private final Layout x;
  private final Layout g;
  private final boolean wideOutputs;

  /** Whether every tap has a product of its own, without the columns it finds in the border. */
  private final boolean apart;

  private final int rows;
  private final int columns;

  DirectKernelGradient(Shape image, KernelShape kernel, int gradientBorder) {
    this.kernel = kernel;
    this.x = new Layout(image.withChannels(kernel.inputs()), Convolution.border(kernel.size()));
    this.g = new Layout(image.withChannels(kernel.outputs()), gradientBorder);
    this.wideOutputs = kernel.outputs() >= Layout.LANES;
    this.apart = kernel.size() > 1 && kernel.inputs() >= Layout.LANES;
    int run = kernel.size() * x.channelStride();
    this.rows = wideOutputs ? run : kernel.outputs();
    this.columns = wideOutputs ? g.channelStride() : Layout.padded(run);
  }

  @Override
  public String algorithm() {
    return "direct";
  }

  @Override
  public int packedFloats() {
    return kernel.size() * rows * columns;
  }

  @Override
  public long scratchBytes() {
    return 0;
  }

  @Override
  public void accumulate(
      ImageBatch batch, MemorySegment sum, long at, MemorySegment scratch, long scratchAt) {
    Product p = batch.whole.product;
    p.aRow = 4;
    p.aStep = wideOutputs ? x.pixelBytes() : g.pixelBytes();
    p.aOuter = wideOutputs ? x.rowBytes() : g.rowBytes();
    p.bStep = wideOutputs ? g.pixelBytes() : x.pixelBytes();
    p.bOuter = wideOutputs ? g.rowBytes() : x.rowBytes();
    p.cRow = 4L * columns;
    p.c = sum;
    p.accumulate = true;
    if (merges()) {
      pixels(batch, at);
    } else {
      images(batch, at);
    }
  }

  private boolean merges() {
    return kernel.size() == 1 && x.shape().pixels() == 1;
  }

  @Override
  public int separable(int pairs) {
    return merges() ? 0 : 1;
  }

  /** Images of one pixel: as many as lie at equal distances are the terms of one product. */
  private void pixels(ImageBatch batch, long at) {
    Product p = batch.whole.product;
    p.outer = 1;
    int length;
    for (int n = 0; n < batch.count(); n += length) {
      length = batch.run(n);
      long image = batch.fromStep(n, length);
      long cotangent = batch.toStep(n, length);
      p.inner = length;
      p.a = wideOutputs ? batch.from[n] : batch.to[n];
      p.b = wideOutputs ? batch.to[n] : batch.from[n];
      p.aStep = wideOutputs ? image : cotangent;
      p.bStep = wideOutputs ? cotangent : image;
      long a = wideOutputs ? batch.fromAt[n] : batch.toAt[n] + g.origin();
      long b = wideOutputs ? batch.toAt[n] + g.origin() : batch.fromAt[n];
      p.run(a, b, at, rows, columns);
    }
  }

  private void images(ImageBatch batch, long at) {
    Product p = batch.whole.product;
    for (int n = 0; n < batch.count(); n++) {
      p.a = wideOutputs ? batch.from[n] : batch.to[n];
      p.b = wideOutputs ? batch.to[n] : batch.from[n];
      for (int dy = 0; dy < kernel.size(); dy++) {
        tapRow(p, dy, batch.fromAt[n], batch.toAt[n] + g.origin(), at + dy * tapRowBytes());
      }
    }
  }

  private long tapRowBytes() {
    return 4L * rows * columns;
  }

  /** Cotangent row r meets row {@code r + dy} of the bordered image. */
  private void tapRow(Product p, int dy, long image, long cotangent, long sum) {
    int height = x.shape().height();
    int first = first(dy);
    p.outer = end(height, dy) - first;
    if (p.outer <= 0) {
      return;
    }
    long i = image + (first + dy) * x.rowBytes();
    long o = cotangent + first * g.rowBytes();
    if (!apart) {
      p.inner = x.shape().width();
      p.run(wideOutputs ? i : o, wideOutputs ? o : i, sum, rows, columns);
      return;
    }
    for (int dx = 0; dx < kernel.size(); dx++) {
      tap(p, dx, i, o, sum);
    }
  }

  /** Cotangent column c meets column {@code c + dx} of the bordered image. */
  private void tap(Product p, int dx, long image, long cotangent, long sum) {
    int channels = x.channelStride();
    int first = first(dx);
    p.inner = end(x.shape().width(), dx) - first;
    if (p.inner <= 0) {
      return;
    }
    long i = image + (first + dx) * x.pixelBytes();
    long o = cotangent + first * g.pixelBytes();
    if (wideOutputs) {
      p.run(i, o, sum + 4L * dx * channels * columns, channels, columns);
    } else {
      p.run(o, i, sum + 4L * dx * channels, rows, channels);
    }
  }

  /** First row or column of cotangents that tap {@code d} does not find in the border. */
  private int first(int d) {
    return Math.max(0, x.border() - d);
  }

  private int end(int extent, int d) {
    return Math.min(extent, extent + x.border() - d);
  }

  @Override
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
