package rivulet.tensor.kernel.convolution;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.Layout;

/** Tiles of 2×2, which lie in the image or its border: 16 products instead of 36. */
final class TwoGradientTiles implements GradientTiles {
  private final Layout x;
  private final Layout g;
  private final int tileColumns;

  TwoGradientTiles(Layout x, Layout g) {
    this.x = x;
    this.g = g;
    this.tileColumns = (x.shape().width() + 1) / 2;
  }

  @Override
  public String algorithm() {
    return "winograd-2x2";
  }

  @Override
  public int tile() {
    return 2;
  }

  @Override
  public int side() {
    return 4;
  }

  /** 64 channels of both transforms take 8 KiB per tile. */
  @Override
  public int chunk() {
    return 64;
  }

  @Override
  public long scratchBytes() {
    return 0;
  }

  @Override
  public void clear(MemorySegment scratch, long at) {}

  @Override
  public void row(
      ImageBatch batch,
      int n,
      int row,
      MemorySegment scratch,
      long at,
      long toX,
      long xPlane,
      long toG,
      long gPlane) {
    long image = batch.fromAt[n] + row * x.rowBytes();
    WinogradTransform.input(batch.from[n], image, x, scratch, toX, xPlane, tileColumns);
    long cotangent = batch.toAt[n] + g.origin() + row * g.rowBytes();
    CotangentTransform.row(batch.to[n], cotangent, g, scratch, toG, gPlane, tileColumns);
  }

  @Override
  public void kernel(MemorySegment s, long from, long tap, long to, long toTap, long bytes) {
    CotangentTransform.kernel(s, from, tap, to, toTap, bytes);
  }
}
