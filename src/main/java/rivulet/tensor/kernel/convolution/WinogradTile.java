package rivulet.tensor.kernel.convolution;

/**
 * How many outputs a side a tile of Winograd's algorithm has. Larger tiles take fewer products and
 * make larger errors.
 */
public enum WinogradTile {
  /** No Winograd algorithm: direct sums. */
  NONE,

  /** F(2×2, 3×3) wherever a 3×3 convolution is wide: 4 products per output instead of 9. */
  TWO,

  /** F(4×4, 3×3) where the extent lets it pay, 2.25 products per output; {@link #TWO} elsewhere. */
  FOUR
}
