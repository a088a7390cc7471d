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
 * <p>Packed order: input channel (padded), tap, output channel; rows padded to 16. Scratch: as many
 * rows of contributions as a row of outputs gathers, and one row of outputs.
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

  /** The rows of contributions that one row of outputs gathers, and a row of zeros. */
  private long contributionBytes() {
    return Layout.aligned(contributionRow * (size + 1) + 4L * 2 * Layout.LANES);
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
  public int rowHeight() {
    return 1;
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
      image(batch, n, band, packedAt, scratchAt);
    }
  }

  /** Row by row, each row of inputs as soon as a row of outputs gathers its contributions. */
  private void image(ImageBatch batch, int n, Band band, long packedAt, long scratchAt) {
    int reach = size / 2;
    int first = band.first(rows());
    int end = band.end(rows());
    for (int row = Math.max(0, first - reach); row < Math.min(rows(), first + reach); row++) {
      contributions(band.product, row, batch.fromAt[n], packedAt, scratchAt);
    }
    for (int row = first; row < end; row++) {
      if (row + reach < rows()) {
        contributions(band.product, row + reach, batch.fromAt[n], packedAt, scratchAt);
      }
      gather(row, band.product.c, scratchAt, batch.to[n], batch.toAt[n]);
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

  /** Zeros where no pixel contributes: a row, and in each other row one pixel left and right. */
  private void clearBorder(MemorySegment scratch, long at) {
    if (size == 1) {
      return;
    }
    for (int row = 0; row < size; row++) {
      long start = at + row * contributionRow;
      Elementwise.fill(0f, scratch, start, columns);
      Elementwise.fill(0f, scratch, start + contributionRow - 4L * columns, columns);
    }
    Elementwise.fill(0f, scratch, at + size * contributionRow, (int) (contributionRow / 4));
  }

  /** Where the contributions of a row of inputs are; of none above and below the image. */
  private long place(int row, long scratchAt) {
    boolean inside = row >= 0 && row < rows();
    return scratchAt + (inside ? row % size : size) * contributionRow;
  }

  /** In a band also of its neighbours' rows that it reaches: they are computed twice. */
  private void contributions(Product p, int row, long image, long packedAt, long scratchAt) {
    long a = image + in.origin() + row * in.rowBytes();
    long c = place(row, scratchAt) + size / 2 * 4L * columns;
    p.run(a, packedAt, c, in.shape().width(), columns);
  }

  private void gather(int row, MemorySegment scratch, long scratchAt, MemorySegment to, long toAt) {
    long line = scratchAt + contributionBytes();
    int width = out.shape().width();
    if (size == 3) {
      long above = place(row - 1, scratchAt);
      long below = place(row + 1, scratchAt);
      gatherNine(scratch, above, place(row, scratchAt), below, line, width);
    } else {
      gatherOne(scratch, place(row, scratchAt), line, width);
    }
    Elementwise.copy(
        scratch, line, to, toAt + out.origin() + row * out.rowBytes(), width * outputs);
  }

  /**
   * One row of outputs. What the last vector of a pixel writes beyond its channels is overwritten
   * by the next pixel, and at the end of the line falls into its slack.
   */
  private void gatherNine(
      MemorySegment s, long above, long beside, long below, long line, int width) {
    long tap = 4L * outputs;
    long right = 4L * columns + tap;
    for (int x = 0; x < width; x++) {
      for (int lane = 0; lane < outputs; lane += SPECIES.length()) {
        long at = 4L * lane + x * (right - tap);
        long p = above + at;
        FloatVector sum = FloatVector.fromMemorySegment(SPECIES, s, p, ORDER);
        sum =
            sum.add(FloatVector.fromMemorySegment(SPECIES, s, p + right, ORDER))
                .add(FloatVector.fromMemorySegment(SPECIES, s, p + 2 * right, ORDER));
        p = beside + 3 * tap + at;
        sum =
            sum.add(FloatVector.fromMemorySegment(SPECIES, s, p, ORDER))
                .add(FloatVector.fromMemorySegment(SPECIES, s, p + right, ORDER))
                .add(FloatVector.fromMemorySegment(SPECIES, s, p + 2 * right, ORDER));
        p = below + 6 * tap + at;
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
