package rivulet.tensor;

import java.lang.foreign.MemorySegment;

/**
 * Direct convolution to at least 16 output channels. For one output row the input of a tap row is
 * one contiguous run of {@code size × channels} floats per pixel, so the row is a product of
 * (pixels) × (3 runs) with the packed weights, without im2col. Images of one pixel under 1×1
 * kernels are rows themselves.
 *
 * <p>Packed order: tap row, tap column, input channel (padded), output channel (padded).
 */
final class DirectConvolution implements Convolution {
  private final KernelIndex plain;
  private final int size;
  private final Layout in;
  private final Layout bordered;
  private final Layout out;

  DirectConvolution(Shape input, int outputs, int size) {
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
  public void run(
      ImageBatch batch,
      MemorySegment packed,
      long packedAt,
      MemorySegment scratch,
      long scratchAt) {
    Layout target = size == 3 ? bordered : out;
    Product p = batch.product;
    p.aRow = in.pixelBytes();
    p.aStep = 4;
    p.aOuter = in.rowBytes();
    p.bStep = 4L * out.channelStride();
    p.bOuter = p.bStep * size * in.channelStride();
    p.cRow = target.pixelBytes();
    p.outer = size;
    p.inner = size * in.channelStride();
    p.accumulate = false;
    p.b = packed;
    if (size == 1 && in.shape().pixels() == 1) {
      pixels(batch, packedAt);
    } else {
      rows(batch, packedAt, target);
    }
  }

  /** Images of one pixel: as many as lie at equal distances are the rows of one product. */
  private void pixels(ImageBatch batch, long packedAt) {
    Product p = batch.product;
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

  private void rows(ImageBatch batch, long packedAt, Layout target) {
    Product p = batch.product;
    int rows = in.shape().height();
    for (int n = 0; n < batch.count(); n++) {
      p.a = batch.from[n];
      p.c = batch.to[n];
      for (int row = 0; row < rows; row++) {
        long a = batch.fromAt[n] + row * in.rowBytes();
        long c = batch.toAt[n] + target.origin() + row * target.rowBytes();
        p.run(a, packedAt, c, in.shape().width(), out.channelStride());
      }
    }
  }
}
