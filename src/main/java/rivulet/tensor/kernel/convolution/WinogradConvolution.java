package rivulet.tensor.kernel.convolution;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.Layout;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.gemm.Product;

/**
 * Winograd's F(2×2, 3×3) for 3×3 convolutions between at least 16 channels: 16 products per 2×2
 * tile of outputs instead of 36 (Lavin and Gray, arXiv 1509.09308). Its error is below that of the
 * direct float32 sum (6.6e-7 against 1.3e-6 at 64 channels).
 *
 * <p>Tile rows of all images of a batch are worked off in chunks that stay in the second-level
 * cache: transformed inputs, sixteen tall products, transformed outputs. Packed order: position in
 * the 4×4 transform, input channel, output channel.
 */
public final class WinogradConvolution implements Convolution {
  /** Positions of the transform. */
  static final int POSITIONS = 16;

  /**
   * Bytes between planes of a transform that would otherwise lie a multiple of 4 KiB apart and
   * share their sets of the first-level cache.
   */
  static final long SKEW = 256;

  /** Tiles of one chunk: inputs and outputs of 64 channels take 2 × 4 KiB per tile. */
  private static final int CHUNK = 48;

  private final WinogradKernel kernel;
  private final Layout in;
  private final Layout out;
  private final int tileRows;
  private final int tileColumns;
  private final int chunkRows;

  public WinogradConvolution(Shape input, int outputs) {
    this.in = new Layout(input, 1);
    this.out = new Layout(input.withChannels(outputs), 1);
    this.kernel = WinogradTransform.kernel(input.channels(), outputs);
    this.tileRows = (input.height() + 1) / 2;
    this.tileColumns = (input.width() + 1) / 2;
    this.chunkRows = Math.max(1, CHUNK / tileColumns);
  }

  @Override
  public String algorithm() {
    return "winograd-2x2";
  }

  private long positionBytes() {
    return 4L * in.channelStride() * out.channelStride();
  }

  @Override
  public long packedBytes() {
    return POSITIONS * positionBytes();
  }

  @Override
  public void pack(MemorySegment w, long at, boolean adjoint, MemorySegment packed, long to) {
    kernel.pack(w, at, adjoint, packed, to, positionBytes());
  }

  private int chunkTiles() {
    return chunkRows * tileColumns;
  }

  private long inputPlane() {
    return 4L * chunkTiles() * in.channelStride() + SKEW;
  }

  private long outputPlane() {
    return 4L * chunkTiles() * out.channelStride() + SKEW;
  }

  @Override
  public long scratchBytes() {
    return POSITIONS * (inputPlane() + outputPlane());
  }

  @Override
  public int rows() {
    return tileRows;
  }

  @Override
  public int rowHeight() {
    return 2;
  }

  @Override
  public long multiplications() {
    return (long) POSITIONS * tileRows * tileColumns * in.channelStride() * out.channelStride();
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
    p.contiguous(in.channelStride(), out.channelStride());
    p.a = scratch;
    p.b = packed;
    p.c = scratch;
    int units = batch.count() * band.size(tileRows);
    for (int unit = 0; unit < units; unit += chunkRows) {
      int end = Math.min(units, unit + chunkRows);
      transformInputs(batch, band, unit, end, scratch, scratchAt);
      multiply(p, packedAt, scratchAt, (end - unit) * tileColumns);
      transformOutputs(batch, band, unit, end, scratch, scratchAt);
    }
  }

  /** Units are the band's rows of tiles, image by image. */
  private void transformInputs(
      ImageBatch batch, Band band, int start, int end, MemorySegment scratch, long inputs) {
    for (int unit = start; unit < end; unit++) {
      int image = band.image(unit, tileRows);
      int row = band.row(unit, tileRows);
      long from = batch.fromAt[image] + 2L * row * in.rowBytes();
      long to = inputs + (long) (unit - start) * tileColumns * in.pixelBytes();
      WinogradTransform.input(batch.from[image], from, in, scratch, to, inputPlane(), tileColumns);
    }
  }

  private void multiply(Product p, long packedAt, long inputs, int rows) {
    long outputs = inputs + POSITIONS * inputPlane();
    for (int k = 0; k < POSITIONS; k++) {
      p.run(
          inputs + k * inputPlane(),
          packedAt + k * positionBytes(),
          outputs + k * outputPlane(),
          rows,
          out.channelStride());
    }
  }

  private void transformOutputs(
      ImageBatch batch, Band band, int start, int end, MemorySegment scratch, long inputs) {
    long outputs = inputs + POSITIONS * inputPlane();
    for (int unit = start; unit < end; unit++) {
      int image = band.image(unit, tileRows);
      int row = band.row(unit, tileRows);
      long from = outputs + (long) (unit - start) * tileColumns * out.pixelBytes();
      long to = batch.toAt[image] + out.origin() + 2L * row * out.rowBytes();
      boolean last = 2 * row + 1 == out.shape().height();
      WinogradTransform.output(
          scratch, from, outputPlane(), out, batch.to[image], to, tileColumns, last);
    }
  }
}
