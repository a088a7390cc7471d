package rivulet.tensor.kernel.convolution;

import java.lang.foreign.MemorySegment;

/**
 * What the kernel gradients of F(2×2, 3×3) and F(4×4, 3×3) differ in: the extent of their tiles and
 * the three transforms. Immutable.
 */
sealed interface GradientTiles permits TwoGradientTiles, FourGradientTiles {
  /** Name of the algorithm. */
  String algorithm();

  /** Pixels of a tile of cotangents, by side. */
  int tile();

  /** Positions of the transforms, by side. */
  int side();

  /** Tiles that make one chain of multiply-adds. Changes bits. */
  int chunk();

  /** Bytes of scratch that {@link #row} needs beside the planes. */
  long scratchBytes();

  /** Makes the scratch at {@code at} ready for a chunk. */
  void clear(MemorySegment scratch, long at);

  /**
   * Transforms one row of tiles of image {@code n}, its inputs and its cotangents.
   *
   * @param row first pixel row of the tiles
   * @param at scratch, {@link #clear}ed
   * @param x where position 0 of the first tile of inputs goes, in the segment of the scratch
   * @param xPlane bytes from one position of inputs to the next
   * @param g as {@code x}, of cotangents
   * @param gPlane as {@code xPlane}, of cotangents
   */
  void row(
      ImageBatch batch,
      int n,
      int row,
      MemorySegment scratch,
      long at,
      long x,
      long xPlane,
      long g,
      long gPlane);

  /**
   * {@code Gᵀ m G} in place: turns the planes of all positions into those of the nine taps, which
   * take the place of the first nine.
   *
   * @param plane bytes of a plane, a multiple of 64, and from one to the next
   */
  default void finish(MemorySegment sum, long at, long plane) {
    for (int column = 0; column < side(); column++) {
      long from = at + column * plane;
      kernel(sum, from, side() * plane, from, side() * plane, plane);
    }
    for (int row = 0; row < 3; row++) {
      long from = at + side() * row * plane;
      kernel(sum, from, plane, at + 3 * row * plane, plane, plane);
    }
  }

  /**
   * One step of {@link #finish}: runs of {@code bytes} bytes, {@link #side} of them {@code tap}
   * apart, give three, {@code toTap} apart, which may lie in their place.
   */
  void kernel(MemorySegment s, long from, long tap, long to, long toTap, long bytes);
}
