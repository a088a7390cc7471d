package rivulet.tensor.kernel.convolution;

import static rivulet.tensor.kernel.gemm.Tiles.ORDER;
import static rivulet.tensor.kernel.gemm.Tiles.SPECIES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import rivulet.tensor.Layout;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.Elementwise;
import rivulet.tensor.kernel.gemm.Product;
import rivulet.tensor.kernel.gemm.Tiles;

/**
 * Convolution to fewer than 16 output channels, where padding the outputs to full vectors would
 * waste most of the arithmetic. One product computes, per input pixel, the contributions to all its
 * {@code taps × outputs} neighbours at once; a second pass gathers nine of them per output.
 *
 * <p>Packed order: input channel (padded), tap, output channel; rows padded to 16. Scratch: one
 * bordered image of contributions and one row of outputs.
 */
final class NarrowConvolution implements Convolution {
  /** Most images of one pixel that are the rows of one product. */
  private static final int MERGED = 64;

  private final int size;
  private final int outputs;
  private final Layout in;
  private final Layout out;
  private final int columns;
  private final long contributionRow;

  NarrowConvolution(Shape input, int outputs, int size) {
    this.size = size;
    this.outputs = outputs;
    this.in = new Layout(input, Convolution.border(size));
    this.out = new Layout(input.withChannels(outputs), Convolution.border(size));
    this.columns = Layout.padded(size * size * outputs);
    this.contributionRow = 4L * columns * (input.width() + size - 1);
  }

  @Override
  public String algorithm() {
    return "narrow";
  }

  @Override
  public long packedBytes() {
    return Layout.aligned(4L * in.channelStride() * columns);
  }

  @Override
  public void pack(MemorySegment w, long at, boolean adjoint, MemorySegment packed, long to) {
    int inputs = in.shape().channels();
    KernelIndex index = new KernelIndex(inputs, outputs, size * size, adjoint);
    for (int i = 0; i < inputs; i++) {
      for (int tap = 0; tap < size * size; tap++) {
        for (int o = 0; o < outputs; o++) {
          long position = to + 4L * ((long) i * columns + (long) tap * outputs + o);
          packed.set(Tiles.FLOAT, position, index.weight(w, at, o, i, tap));
        }
      }
    }
  }

  private long contributionBytes() {
    int height = in.shape().height() + size - 1;
    return Layout.aligned(contributionRow * height + 4L * 2 * Layout.LANES);
  }

  @Override
  public long scratchBytes() {
    if (merges()) {
      return Layout.aligned(4L * columns * MERGED);
    }
    return contributionBytes() + Layout.aligned(4L * (out.rowFloats() + 2 * Layout.LANES));
  }

  @Override
  public int rows() {
    return merges() ? 1 : in.shape().height();
  }

  @Override
  public long multiplications() {
    return (long) in.shape().pixels() * in.channelStride() * columns;
  }

  @Override
  public void run(
      ImageBatch batch,
      Band band,
      MemorySegment packed,
      long packedAt,
      MemorySegment scratch,
      long scratchAt) {
    Product p = band.product;
    p.contiguous(in.channelStride(), columns);
    p.b = packed;
    p.c = scratch;
    if (band.size(rows()) == 0) {
      return;
    }
    if (merges()) {
      pixels(batch, p, packedAt, scratch, scratchAt);
      return;
    }
    clearBorder(scratch, scratchAt);
    for (int n = 0; n < batch.count(); n++) {
      p.a = batch.from[n];
      contributions(band, batch.fromAt[n], packedAt, scratchAt);
      gather(band, scratch, scratchAt, batch.to[n], batch.toAt[n]);
    }
  }

  private boolean merges() {
    return size == 1 && in.shape().pixels() == 1;
  }

  /** Images of one pixel: as many as lie at equal distances are the rows of one product. */
  private void pixels(
      ImageBatch batch, Product p, long packedAt, MemorySegment scratch, long scratchAt) {
    int length;
    for (int n = 0; n < batch.count(); n += length) {
      length = Math.min(MERGED, batch.run(n));
      p.a = batch.from[n];
      p.aRow = batch.fromStep(n, length);
      p.run(batch.fromAt[n], packedAt, scratchAt, length, columns);
      for (int i = 0; i < length; i++) {
        long row = scratchAt + 4L * i * columns;
        Elementwise.copy(scratch, row, batch.to[n], batch.toAt[n + i], outputs);
      }
    }
  }

  /** Zeros where no pixel contributes: one row above and below, one pixel left and right. */
  private void clearBorder(MemorySegment scratch, long at) {
    if (size == 1) {
      return;
    }
    int height = in.shape().height();
    int line = (int) (contributionRow / 4);
    Elementwise.fill(0f, scratch, at, line + columns);
    for (int row = 2; row <= height; row++) {
      Elementwise.fill(0f, scratch, at + row * contributionRow - 4L * columns, 2 * columns);
    }
    long last = at + (height + 1) * contributionRow;
    Elementwise.fill(0f, scratch, last - 4L * columns, line + columns);
  }

  /** Also of the neighbouring bands' rows that this one reaches: they are computed twice. */
  private void contributions(Band band, long image, long packedAt, long scratchAt) {
    int reach = size / 2;
    long first = scratchAt + reach * (contributionRow + 4L * columns);
    int end = Math.min(rows(), band.end(rows()) + reach);
    for (int row = Math.max(0, band.first(rows()) - reach); row < end; row++) {
      long a = image + in.origin() + row * in.rowBytes();
      band.product.run(a, packedAt, first + row * contributionRow, in.shape().width(), columns);
    }
  }

  private void gather(
      Band band, MemorySegment scratch, long scratchAt, MemorySegment to, long toAt) {
    long line = scratchAt + contributionBytes();
    int width = out.shape().width();
    for (int row = band.first(rows()); row < band.end(rows()); row++) {
      long from = scratchAt + row * contributionRow;
      if (size == 3) {
        gatherNine(scratch, from, line, width);
      } else {
        gatherOne(scratch, from, line, width);
      }
      Elementwise.copy(
          scratch, line, to, toAt + out.origin() + row * out.rowBytes(), width * outputs);
    }
  }

  /**
   * One row of outputs. What the last vector of a pixel writes beyond its channels is overwritten
   * by the next pixel, and at the end of the line falls into its slack.
   */
  private void gatherNine(MemorySegment s, long from, long line, int width) {
    long tap = 4L * outputs;
    long right = 4L * columns + tap;
    long below = contributionRow + 3 * tap;
    for (int x = 0; x < width; x++) {
      for (int lane = 0; lane < outputs; lane += SPECIES.length()) {
        long p = from + 4L * lane + x * (right - tap);
        FloatVector sum = FloatVector.fromMemorySegment(SPECIES, s, p, ORDER);
        sum =
            sum.add(FloatVector.fromMemorySegment(SPECIES, s, p + right, ORDER))
                .add(FloatVector.fromMemorySegment(SPECIES, s, p + 2 * right, ORDER));
        p += below;
        sum =
            sum.add(FloatVector.fromMemorySegment(SPECIES, s, p, ORDER))
                .add(FloatVector.fromMemorySegment(SPECIES, s, p + right, ORDER))
                .add(FloatVector.fromMemorySegment(SPECIES, s, p + 2 * right, ORDER));
        p += below;
        sum =
            sum.add(FloatVector.fromMemorySegment(SPECIES, s, p, ORDER))
                .add(FloatVector.fromMemorySegment(SPECIES, s, p + right, ORDER))
                .add(FloatVector.fromMemorySegment(SPECIES, s, p + 2 * right, ORDER));
        sum.intoMemorySegment(s, line + x * tap + 4L * lane, ORDER);
      }
    }
  }

  private void gatherOne(MemorySegment s, long from, long line, int width) {
    for (int x = 0; x < width; x++) {
      for (int lane = 0; lane < outputs; lane += SPECIES.length()) {
        long p = from + 4L * (lane + (long) x * columns);
        FloatVector.fromMemorySegment(SPECIES, s, p, ORDER)
            .intoMemorySegment(s, line + 4L * (lane + (long) x * outputs), ORDER);
      }
    }
  }
}
