package rivulet.tensor;

import java.lang.foreign.MemorySegment;

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
final class WinogradFourConvolution implements Convolution {
  /** Outputs of a tile, by side. */
  private static final int TILE = 4;

  /** Inputs of a tile, by side. */
  private static final int SIDE = 6;

  private static final int POSITIONS = SIDE * SIDE;
  private static final long SKEW = WinogradConvolution.SKEW;

  /** Tiles of one chunk: 64 channels take 9.25 KiB per tile beside 576 KiB of weights. */
  private static final int CHUNK = 48;

  private final KernelIndex plain;
  private final KernelIndex mirrored;
  private final Layout in;
  private final Layout out;
  private final int tileRows;
  private final int tileColumns;
  private final int chunkRows;

  WinogradFourConvolution(Shape input, int outputs) {
    this.in = new Layout(input, 1);
    this.out = new Layout(input.withChannels(outputs), 1);
    this.plain = new KernelIndex(input.channels(), outputs, 9, false);
    this.mirrored = new KernelIndex(input.channels(), outputs, 9, true);
    this.tileRows = tiles(input.height());
    this.tileColumns = tiles(input.width());
    this.chunkRows = Math.max(1, CHUNK / tileColumns);
  }

  private static int tiles(int extent) {
    return (extent + TILE - 1) / TILE;
  }

  /**
   * Whether this is faster than {@link WinogradConvolution}: at least 7×7, and its tiles reach
   * beyond the image by at most a quarter more than those of 2×2. Measured at 64 and 32 channels:
   * where they reach as far 1.3 to 1.4 and 1.15 to 1.2 times as fast (7² too, 1.36 times), at 11²
   * 1.26 and 1.11, at 14² 1.03 and 0.96, at 9² 0.90.
   */
  static boolean pays(Shape image) {
    int tiled = TILE * TILE * tiles(image.height()) * tiles(image.width());
    int two = 4 * ((image.height() + 1) / 2) * ((image.width() + 1) / 2);
    return Math.min(image.height(), image.width()) >= 7 && 5 * two >= 4 * tiled;
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
    KernelIndex index = adjoint ? mirrored : plain;
    WinogradKernel.pack(
        WinogradFourTransform::kernel, SIDE, index, w, at, packed, to, positionBytes());
  }

  /** Bytes between positions, of inputs and of outputs. */
  private long plane() {
    int widest = Math.max(in.channelStride(), out.channelStride());
    return 4L * chunkRows * tileColumns * widest + SKEW;
  }

  /** Bytes of one row of pixels that a row of tiles reads, zeros to the right included. */
  private long inputRow() {
    return in.pixelBytes() * (TILE * tileColumns + 2) + SKEW;
  }

  /** Two patches of six input rows, which the 24 pixels of an output tile reuse. */
  private long patchBytes() {
    return Math.max(2 * SIDE * inputRow(), TILE * SIDE * out.pixelBytes());
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
    long columns = scratchAt + (POSITIONS + 1) * plane();
    clearRight(scratch, columns);
    for (int unit = start; unit < end; unit++) {
      int image = band.image(unit, tileRows);
      int row = TILE * band.row(unit, tileRows);
      long to = scratchAt + plane() + (long) (unit - start) * tileColumns * in.pixelBytes();
      inputUnit(batch.from[image], batch.fromAt[image], row, scratch, columns, to);
    }
  }

  /** Zeros to the right of the bordered image, which stay through a chunk. */
  private void clearRight(MemorySegment scratch, long columns) {
    int floats = (int) ((inputRow() - SKEW - bordered()) / 4);
    for (int k = 0; k < SIDE && floats > 0; k++) {
      Elementwise.fill(0f, scratch, columns + k * inputRow() + bordered(), floats);
    }
  }

  /** Bytes of a row of the bordered image that tiles read. */
  private long bordered() {
    return Math.min(in.rowBytes(), inputRow() - SKEW);
  }

  /** Transforms one row of tiles; rows below the bordered image are zero. */
  private void inputUnit(
      MemorySegment from, long fromAt, int row, MemorySegment scratch, long columns, long to) {
    int inside = in.shape().height() + 2 - row;
    long at = fromAt + row * in.rowBytes();
    if (inside >= SIDE) {
      inputTiles(from, at, in.rowBytes(), scratch, columns, to);
      return;
    }
    long patch = columns + SIDE * inputRow();
    int floats = (int) (bordered() / 4);
    for (int k = 0; k < SIDE; k++) {
      if (k < inside) {
        Elementwise.copy(from, at + k * in.rowBytes(), scratch, patch + k * inputRow(), floats);
      } else {
        Elementwise.fill(0f, scratch, patch + k * inputRow(), floats);
      }
    }
    inputTiles(scratch, patch, inputRow(), scratch, columns, to);
  }

  /** From tile to tile, while the columns of the last one are in the first-level cache. */
  private void inputTiles(
      MemorySegment from, long at, long rowBytes, MemorySegment scratch, long columns, long to) {
    long pixel = in.pixelBytes();
    long start = 0;
    for (int tile = 0; tile < tileColumns; tile++) {
      long end = Math.min(bordered(), (TILE * tile + SIDE) * pixel);
      WinogradFourTransform.inputColumns(
          from, at + start, rowBytes, scratch, columns + start, inputRow(), end - start);
      start = end;
      WinogradFourTransform.inputRows(
          scratch, columns + TILE * tile * pixel, inputRow(), pixel, to + tile * pixel, plane());
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
