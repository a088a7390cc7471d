package rivulet.tensor.kernel;

import java.util.Objects;
import java.util.Optional;
import rivulet.tensor.kernel.convolution.WinogradTile;

/**
 * How the larger convolutions are computed, with the measurement behind it: what a caller may
 * choose. Sizes of tiles and blocks are constants of their kernels, with theirs. What changes bits
 * is part of a model's configuration and of its digest.
 *
 * @param tile the algorithm of wide 3×3 convolutions and their kernel gradients. Measured at 64
 *     channels against the direct algorithm, F(2×2, 3×3): convolutions 1.8 to 2 times as fast with
 *     a smaller error, kernel gradients 1.4 to 1.9 times with 1 to 1.9 times the error; at 32
 *     channels 1.2 to 1.6 times. F(4×4, 3×3) against F(2×2): convolutions 1.5 to 1.65 times as
 *     fast, less where its tiles reach beyond the image, with 2.9 times the error, 1.9 times that
 *     of the direct one; kernel gradients of eight images 1.3 to 1.6 times (1.15 to 1.5 at 32
 *     channels) with 2 to 2.9 times the error, 5e-7 to 8e-7 of the root mean square of the gradient
 *     in all. A model trained on Fashion-MNIST, measured on 60 images at a tolerance of 1e-5:
 *     3.9326762 bits/dim and 120.2 evaluations with it, 3.9326758 and 120.1 with F(2×2), 3.9326765
 *     and 120.0 with the direct algorithm. Changes bits.
 * @param offload who takes the larger convolutions over, if anybody: {@code gpu-check} measures
 *     from which size on that pays. Leaves the bits contract.
 */
public record Tuning(WinogradTile tile, Optional<Offload> offload) {
  public static final Tuning DEFAULT = new Tuning(WinogradTile.FOUR);

  public Tuning {
    Objects.requireNonNull(tile, "tile");
    Objects.requireNonNull(offload, "offload");
  }

  /** Everything computed here. */
  public Tuning(WinogradTile tile) {
    this(tile, Optional.empty());
  }

  /** Whether wide 3×3 convolutions and kernel gradients use some Winograd algorithm. */
  public boolean winograd() {
    return tile != WinogradTile.NONE;
  }
}
