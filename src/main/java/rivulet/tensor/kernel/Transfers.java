package rivulet.tensor.kernel;

/**
 * What a backend has done since it was opened.
 *
 * @param products matrix products, a batch counted once
 * @param bytesUp of operands brought to the memory that it computes in, without constants
 * @param bytesDown of results brought back
 * @param constants weights brought there
 * @param constantBytes their bytes
 */
public record Transfers(
    long products, long bytesUp, long bytesDown, long constants, long constantBytes) {
  public static final Transfers NONE = new Transfers(0, 0, 0, 0, 0);

  /** What was done since then. */
  public Transfers since(Transfers before) {
    return new Transfers(
        products - before.products,
        bytesUp - before.bytesUp,
        bytesDown - before.bytesDown,
        constants - before.constants,
        constantBytes - before.constantBytes);
  }
}
