package rivulet.tensor;

/**
 * Everything that can be tuned, each with the measurement behind it. What changes bits is part of a
 * model's configuration and of its digest.
 *
 * @param winograd whether wide 3×3 convolutions and their kernel gradients use F(2×2, 3×3);
 *     measured at 64 channels against the direct algorithm: convolutions 1.8 to 2 times as fast
 *     with a smaller error, kernel gradients 1.4 to 1.9 times with 1 to 1.9 times the error; at 32
 *     channels 1.2 to 1.6 times. Changes bits.
 */
public record Tuning(boolean winograd) {
  public static final Tuning DEFAULT = new Tuning(true);
}
