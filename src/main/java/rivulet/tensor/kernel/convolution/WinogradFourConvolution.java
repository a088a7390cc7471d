package rivulet.tensor.kernel.convolution;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.Layout;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.Tuning;
import rivulet.tensor.kernel.gemm.Product;

/**
 * Winograd's F(4×4, 3×3) for 3×3 convolutions between at least 16 channels: 36 products per 4×4
 * tile of outputs instead of 144 (Lavin and Gray, arXiv 1509.09308), with a larger error than
 * {@link WinogradConvolution}; see {@link Tuning}.
 *
 * <p>Tile rows of all images of a batch are worked off in chunks that stay in the second-level
 * cache. The products of position k lie where the transformed inputs of position k − 1 were, so a
 * chunk takes 37 planes instead of 72. Tiles that reach beyond the bordered image read zeros from
 * scratch memory and store what lies inside. Packed order: {@link WinogradKernel}.
 */
public final class WinogradFourConvolution implements Convolution {
  private static final int TILE = WinogradFourInput.TILE;
  private static final int SIDE = WinogradFourInput.SIDE;

  private static final int POSITIONS = SIDE * SIDE;
  private static final long SKEW = WinogradConvolution.SKEW;

  /** Tiles of one chunk: 64 channels take 9.25 KiB per tile beside 576 KiB of weights. */
  private static final int CHUNK = 48;

  private final WinogradKernel kernel;
  private final Layout in;
  private final Layout out;
  private final WinogradFourInput inputs;
  private final int tileRows;
  private final int tileColumns;
  private final int chunkRows;

  public WinogradFourConvolution(Shape input, int outputs) {
    this.in = new Layout(input, 1);
    this.out = new Layout(input.withChannels(outputs), 1);
    this.inputs = new WinogradFourInput(in);
    this.kernel = WinogradFourTransform.kernel(input.channels(), outputs);
    this.tileRows = WinogradFourInput.tiles(input.height());
    this.tileColumns = WinogradFourInput.tiles(input.width());
    this.chunkRows = Math.max(1, CHUNK / tileColumns);
  }

  /**
   * Whether this is faster than {@link WinogradConvolution}, and the kernel gradient by such tiles
   * no slower: if its tiles cover at most one and a half times the pixels of those of 2×2. Measured
   * at 32, 64 and 96 channels: where they cover as many 1.5 to 1.65 times as fast; at 14² 1.18,
   * 1.27 and 1.33; at 10² 1.08, 1.11 and 1.15; at 4² with 1, 2 and 8 images of 64 channels 0.81,
   * 1.43 and 1.63; at 6², where they cover 1.8 times as many, 0.87, 0.93 and 0.94.
   */
  static boolean pays(Shape image) {
    int height = image.height();
    int width = image.width();
    int four = TILE * TILE * WinogradFourInput.tiles(height) * WinogradFourInput.tiles(width);
    int two = 4 * ((height + 1) / 2) * ((width + 1) / 2);
    return 2 * four <= 3 * two;
  }

  @Override
  public String algorithm() {
    return "winograd-4x4";
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

  /** Bytes between positions, of inputs and of outputs. */
  private long plane() {
    int widest = Math.max(in.channelStride(), out.channelStride());
    return 4L * chunkRows * tileColumns * widest + SKEW;
  }

  /** Rows of inputs, which the 24 pixels of an output tile reuse. */
  private long patchBytes() {
    return Math.max(inputs.scratchBytes(), TILE * SIDE * out.pixelBytes());
  }

  @Override
  public long scratchBytes() {
    return (POSITIONS + 1) * plane() + patchBytes();
  }

  @Override
  public int rows() {
    return tileRows;
  }

  @Override
  public int rowHeight() {
    return TILE;
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

  /** Position k of the outputs takes the place of position k − 1 of the inputs. */
  private void multiply(Product p, long packedAt, long scratchAt, int rows) {
    for (int k = 0; k < POSITIONS; k++) {
      long c = scratchAt + k * plane();
      p.run(c + plane(), packedAt + k * positionBytes(), c, rows, out.channelStride());
    }
  }

  /** Units are the band's rows of tiles, image by image. */
  private void transformInputs(
      ImageBatch batch, Band band, int start, int end, MemorySegment scratch, long scratchAt) {
    long rows = scratchAt + (POSITIONS + 1) * plane();
    inputs.clear(scratch, rows);
    for (int unit = start; unit < end; unit++) {
      int image = band.image(unit, tileRows);
      int row = TILE * band.row(unit, tileRows);
      long to = scratchAt + plane() + (long) (unit - start) * tileColumns * in.pixelBytes();
      inputs.row(batch.from[image], batch.fromAt[image], row, scratch, rows, to, plane());
    }
  }

  private void transformOutputs(
      ImageBatch batch, Band band, int start, int end, MemorySegment scratch, long scratchAt) {
    long columns = scratchAt + (POSITIONS + 1) * plane();
    for (int unit = start; unit < end; unit++) {
      int image = band.image(unit, tileRows);
      int row = TILE * band.row(unit, tileRows);
      int rows = Math.min(TILE, out.shape().height() - row);
      long to = batch.toAt[image] + out.origin() + row * out.rowBytes();
      long pixel = out.pixelBytes();
      long from = scratchAt + (long) (unit - start) * tileColumns * pixel;
      int width = out.shape().width();
      for (int x = 0; x < width; x += TILE) {
        WinogradFourTransform.outputColumns(scratch, from, plane(), columns, pixel);
        WinogradFourTransform.outputRows(
            scratch, columns, batch.to[image], to, out.rowBytes(), rows, pixel, width - x);
        from += pixel;
        to += TILE * pixel;
      }
    }
  }
}
