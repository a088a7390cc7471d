package rivulet.noise;

/**
 * Pixels of fewer bits: only the upper B of a value's 8 count, X' = ⌊X / w⌋ with w = 2^(8−B), and
 * the noise of x = (X' + u)/2^B fills a cell that is w times as wide. Seen from the 8-bit value the
 * noise is u' = w·(X' + u) − X, x = (X + u')/256, of density q(u' | X) = q(u | X')/w. With it
 *
 * <pre>
 *   8 − (ln p(x) − ln q(u' | X))/(D ln 2)  =  B − (ln p(x) − ln q(u | X'))/(D ln 2)
 * </pre>
 *
 * <p>which are bits per B-bit value: all that counts in 8 bits counts right.
 *
 * @param bits B, from 1 to 7
 * @param cells noise within a cell, drawn for values of B bits
 */
public record CoarsePixels(int bits, Dequantisation cells) implements Dequantisation {
  /** Checks the bits, and that the noise is none that was trained on 8. */
  public CoarsePixels {
    if (bits < 1 || bits >= WHOLE_BITS) {
      throw new IllegalArgumentException("pixels: `bits` must be 1 to 8, found " + bits);
    }
    if (cells.bits() != WHOLE_BITS || cells.kind() == DequantisationKind.VARIATIONAL) {
      throw new IllegalArgumentException(
          "pixels of " + bits + " bits: uniform or truncated-normal noise goes with them");
    }
  }

  @Override
  public DequantisationKind kind() {
    return cells.kind();
  }

  @Override
  public NoiseSampler sampler(int channels, int height, int width) {
    NoiseSampler within = cells.sampler(channels, height, width);
    int size = channels * height * width;
    byte[] coarse = new byte[size];
    int cut = WHOLE_BITS - bits;
    int wide = 1 << cut;
    double logCells = size * StrictMath.log(wide);
    return (pixels, u) -> {
      for (int i = 0; i < size; i++) {
        coarse[i] = (byte) (Byte.toUnsignedInt(pixels[i]) >> cut);
      }
      double logDensity = within.draw(coarse, u);
      for (int i = 0; i < size; i++) {
        u[i] = wide * (coarse[i] + u[i]) - Byte.toUnsignedInt(pixels[i]);
      }
      return logDensity - logCells;
    };
  }
}
