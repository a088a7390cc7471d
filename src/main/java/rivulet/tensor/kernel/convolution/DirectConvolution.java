package rivulet.tensor.kernel.convolution;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.Layout;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.gemm.Product;
import rivulet.tensor.kernel.gemm.Tiles;

/**
 * Direct convolution to at least 16 output channels. For one output row the input of a tap row is
 * one contiguous run of {@code size × channels} floats per pixel, so the row is a product of
 * (pixels) × (3 runs) with the packed weights, without im2col. Images of one pixel under 1×1
 * kernels are rows themselves. Tap rows that lie in the border are left out: they would add zeros.
 *
 * <p>Packed order: tap row, tap column, input channel (padded), output channel (padded).
 */
final class DirectConvolution implements Convolution {
  private final KernelIndex plain;
  private final int size;
  private final Layout in;
  private final Layout bordered;
  private final Layout out;

  public DirectConvolution(Shape input, int outputs, int size) {
    this.size = size;
    this.in = new Layout(input, Convolution.border(size));
    this.bordered = new Layout(input.withChannels(outputs), 1);
    this.out = new Layout(input.withChannels(outputs), 0);
    this.plain = new KernelIndex(input.channels(), outputs, size * size, false);
  }

  @Override
  public String algorithm() {
    return "direct";
  }

  @Override
  public long packedBytes() {
    return Layout.aligned(4L * size * size * in.channelStride() * out.channelStride());
  }

  @Override
  public void pack(MemorySegment w, long at, boolean adjoint, MemorySegment packed, long to) {
    KernelIndex index = new KernelIndex(plain.inputs(), plain.outputs(), plain.taps(), adjoint);
    for (int tap = 0; tap < plain.taps(); tap++) {
      for (int i = 0; i < plain.inputs(); i++) {
        long row = to + 4L * (tap * in.channelStride() + i) * out.channelStride();
        for (int o = 0; o < plain.outputs(); o++) {
          packed.set(Tiles.FLOAT, row + 4L * o, index.weight(w, at, o, i, tap));
        }
      }
    }
  }

  @Override
  public long scratchBytes() {
    return 0;
  }

  @Override
  public int rows() {
    return merges() ? 1 : in.shape().height();
  }

  @Override
  public int rowHeight() {
    return 1;
  }

  @Override
  public long multiplications() {
    int tapRows = size * in.shape().height() - 2 * in.border();
    long taps = (long) tapRows * in.shape().width() * size;
    return taps * in.channelStride() * out.channelStride();
  }

  @Override
  public void run(
      ImageBatch batch,
      Band band,
      MemorySegment packed,
      long packedAt,
      MemorySegment scratch,
      long scratchAt) {
    Layout target = size == 3 ? bordered : out;
    Product p = band.product;
    p.aRow = in.pixelBytes();
    p.aStep = 4;
    p.aOuter = in.rowBytes();
    p.bStep = 4L * out.channelStride();
    p.bOuter = p.bStep * size * in.channelStride();
    p.cRow = target.pixelBytes();
    p.inner = size * in.channelStride();
    p.accumulate = false;
    p.b = packed;
    if (!merges()) {
      pixelRows(batch, band, packedAt, target);
    } else if (band.size(1) > 0) {
      pixels(batch, p, packedAt);
    }
  }

  private boolean merges() {
    return size == 1 && in.shape().pixels() == 1;
  }

  /** Images of one pixel: as many as lie at equal distances are the rows of one product. */
  private void pixels(ImageBatch batch, Product p, long packedAt) {
    p.outer = 1;
    int length;
    for (int n = 0; n < batch.count(); n += length) {
      length = batch.run(n);
      p.a = batch.from[n];
      p.c = batch.to[n];
      p.aRow = batch.fromStep(n, length);
      p.cRow = batch.toStep(n, length);
      p.run(batch.fromAt[n], packedAt, batch.toAt[n], length, out.channelStride());
    }
  }

  private void pixelRows(ImageBatch batch, Band band, long packedAt, Layout target) {
    Product p = band.product;
    int end = band.end(rows());
    for (int n = 0; n < batch.count(); n++) {
      p.a = batch.from[n];
      p.c = batch.to[n];
      for (int row = band.first(rows()); row < end; row++) {
        long c = batch.toAt[n] + target.origin() + row * target.rowBytes();
        pixelRow(p, row, batch.fromAt[n], packedAt, c);
      }
    }
  }

  /** Tap row t reads row {@code row + t} of the bordered image. */
  private void pixelRow(Product p, int row, long image, long packedAt, long c) {
    int border = in.border();
    int first = Math.max(0, border - row);
    int end = Math.min(size, in.shape().height() + border - row);
    long a = image + (row + first) * in.rowBytes();
    p.outer = end - first;
    p.run(a, packedAt + first * p.bOuter, c, in.shape().width(), out.channelStride());
  }
}
