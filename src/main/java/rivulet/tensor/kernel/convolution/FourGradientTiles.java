package rivulet.tensor.kernel.convolution;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.Layout;

/** Tiles of 4×4: 36 products instead of 144. */
final class FourGradientTiles implements GradientTiles {
  private final WinogradFourInput inputs;
  private final WinogradFourCotangents cotangents;

  FourGradientTiles(Layout x, Layout g) {
    this.inputs = new WinogradFourInput(x);
    this.cotangents = new WinogradFourCotangents(g);
  }

  @Override
  public String algorithm() {
    return "winograd-4x4";
  }

  @Override
  public int tile() {
    return WinogradFourInput.TILE;
  }

  @Override
  public int side() {
    return WinogradFourInput.SIDE;
  }

  /** 64 channels of both transforms take 18 KiB per tile. */
  @Override
  public int chunk() {
    return 64;
  }

  @Override
  public long scratchBytes() {
    return inputs.scratchBytes() + cotangents.scratchBytes();
  }

  @Override
  public void clear(MemorySegment scratch, long at) {
    inputs.clear(scratch, at);
  }

  @Override
  public void row(
      ImageBatch batch,
      int n,
      int row,
      MemorySegment scratch,
      long at,
      long x,
      long xPlane,
      long g,
      long gPlane) {
    inputs.row(batch.from[n], batch.fromAt[n], row, scratch, at, x, xPlane);
    long beside = at + inputs.scratchBytes();
    cotangents.row(batch.to[n], batch.toAt[n], row, scratch, beside, g, gPlane);
  }

  @Override
  public void kernel(MemorySegment s, long from, long tap, long to, long toTap, long bytes) {
    CotangentFourTransform.kernel(s, from, tap, to, toTap, bytes);
  }
}
