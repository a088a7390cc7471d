package rivulet.tensor;

/**
 * Everything that can be tuned, each with the measurement behind it. What changes bits is part of a
 * model's configuration and of its digest.
 *
 * @param winograd whether wide 3×3 convolutions use F(2×2, 3×3); measured 1.5 to 2 times the direct
 *     algorithm at 16 to 64 channels, with a smaller error. Changes bits.
 */
public record Tuning(boolean winograd) {
  public static final Tuning DEFAULT = new Tuning(true);
}
