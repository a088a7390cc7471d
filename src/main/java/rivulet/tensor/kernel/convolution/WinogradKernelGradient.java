package rivulet.tensor.kernel.convolution;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Layout;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.Lanes;
import rivulet.tensor.kernel.Tuning;
import rivulet.tensor.kernel.gemm.Product;

/**
 * Kernel gradients by the transpose of Winograd's algorithms: {@code dw = Gᵀ (Σ (Bᵀ x B) ⊙ (A g
 * Aᵀ)) G} over {@link GradientTiles}, the sum kept in the transformed domain until {@link
 * #unpackAdding}. Speed and error: {@link Tuning}.
 *
 * <p>Tile rows of all images of a batch are worked off in chunks; one chunk is one chain of fused
 * multiply-adds, added to the accumulator. Packed order: position in the transform, input channel,
 * output channel.
 */
final class WinogradKernelGradient implements KernelGradient {
  /** Channels of a block, by side, that is brought into canonical order at once. */
  private static final int BLOCK = 16;

  private final KernelShape kernel;
  private final Layout x;
  private final Layout g;
  private final GradientTiles tiles;
  private final int positions;
  private final int tileRows;
  private final int tileColumns;
  private final int chunkRows;

  private WinogradKernelGradient(KernelShape kernel, Layout x, Layout g, GradientTiles tiles) {
    this.kernel = kernel;
    this.x = x;
    this.g = g;
    this.tiles = tiles;
    this.positions = tiles.side() * tiles.side();
    this.tileRows = Math.ceilDiv(x.shape().height(), tiles.tile());
    this.tileColumns = Math.ceilDiv(x.shape().width(), tiles.tile());
    this.chunkRows = Math.max(1, tiles.chunk() / tileColumns);
  }

  /** By F(2×2, 3×3); the extent of the image is even, or the cotangents have a border. */
  static WinogradKernelGradient two(Shape image, KernelShape kernel, int gradientBorder) {
    Layout x = new Layout(image.withChannels(kernel.inputs()), 1);
    Layout g = new Layout(image.withChannels(kernel.outputs()), gradientBorder);
    return new WinogradKernelGradient(kernel, x, g, new TwoGradientTiles(x, g));
  }

  /** By F(4×4, 3×3). */
  static WinogradKernelGradient four(Shape image, KernelShape kernel, int gradientBorder) {
    Layout x = new Layout(image.withChannels(kernel.inputs()), 1);
    Layout g = new Layout(image.withChannels(kernel.outputs()), gradientBorder);
    return new WinogradKernelGradient(kernel, x, g, new FourGradientTiles(x, g));
  }

  @Override
  public String algorithm() {
    return tiles.algorithm();
  }

  private int positionFloats() {
    return x.channelStride() * g.channelStride();
  }

  @Override
  public int packedFloats() {
    return positions * positionFloats();
  }

  private long plane(Layout layout) {
    return layout.pixelBytes() * chunkRows * tileColumns + WinogradConvolution.SKEW;
  }

  private long planesBytes() {
    return positions * (plane(x) + plane(g));
  }

  @Override
  public long scratchBytes() {
    return planesBytes() + tiles.scratchBytes();
  }

  @Override
  public void accumulate(
      ImageBatch batch, MemorySegment sum, long at, MemorySegment scratch, long scratchAt) {
    Product p = batch.whole.product;
    p.a = scratch;
    p.b = scratch;
    p.c = sum;
    p.aRow = 4;
    p.aStep = x.pixelBytes();
    p.aOuter = 0;
    p.bStep = g.pixelBytes();
    p.bOuter = 0;
    p.cRow = g.pixelBytes();
    p.outer = 1;
    p.accumulate = true;
    int units = batch.count() * tileRows;
    for (int unit = 0; unit < units; unit += chunkRows) {
      int end = Math.min(units, unit + chunkRows);
      transform(batch, unit, end, scratch, scratchAt);
      p.inner = (end - unit) * tileColumns;
      products(p, at, scratchAt);
    }
  }

  /** As many as end with a chunk. */
  @Override
  public int separable(int pairs) {
    int images = 1;
    while (images * pairs * tileRows % chunkRows != 0) {
      images++;
    }
    return images;
  }

  private void transform(ImageBatch batch, int start, int end, MemorySegment scratch, long to) {
    long cotangents = to + positions * plane(x);
    long beside = to + planesBytes();
    tiles.clear(scratch, beside);
    for (int unit = start; unit < end; unit++) {
      int row = tiles.tile() * (unit % tileRows);
      long tile = (long) (unit - start) * tileColumns;
      long toX = to + tile * x.pixelBytes();
      long toG = cotangents + tile * g.pixelBytes();
      tiles.row(batch, unit / tileRows, row, scratch, beside, toX, plane(x), toG, plane(g));
    }
  }

  private void products(Product p, long sum, long scratch) {
    long cotangents = scratch + positions * plane(x);
    for (int k = 0; k < positions; k++) {
      p.run(
          scratch + k * plane(x),
          cotangents + k * plane(g),
          sum + 4L * k * positionFloats(),
          x.channelStride(),
          g.channelStride());
    }
  }

  @Override
  public void unpackAdding(MemorySegment sum, long at, MemorySegment w, long to) {
    tiles.finish(sum, at, 4L * positionFloats());
    for (int o = 0; o < kernel.outputs(); o += BLOCK) {
      for (int i = 0; i < kernel.inputs(); i += BLOCK) {
        addBlock(sum, at, w, to, o, i);
      }
    }
  }

  /** A block of channels, so that lines of the planes are read while they are in the cache. */
  private void addBlock(
      MemorySegment sum, long at, MemorySegment w, long to, int firstOutput, int firstInput) {
    int outputs = Math.min(kernel.outputs(), firstOutput + BLOCK);
    int inputs = Math.min(kernel.inputs(), firstInput + BLOCK);
    long plane = 4L * positionFloats();
    for (int o = firstOutput; o < outputs; o++) {
      for (int i = firstInput; i < inputs; i++) {
        long from = at + 4L * ((long) i * g.channelStride() + o);
        long canonical = to + 4L * 9 * ((long) o * kernel.inputs() + i);
        for (int tap = 0; tap < 9; tap++) {
          long target = canonical + 4L * tap;
          Lanes.set(w, target, Lanes.get(w, target) + Lanes.get(sum, from + tap * plane));
        }
      }
    }
  }
}
