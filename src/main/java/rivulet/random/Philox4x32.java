package rivulet.random;

/**
 * Philox4x32-10: a keyed bijection of 128-bit counters (Salmon et al., SC 2011).
 *
 * <p>For every key the map from counter to output is one to one; under different keys the outputs
 * look unrelated. The published known answers hold the implementation.
 */
public final class Philox4x32 {
  /** Words of 32 bits in one block. */
  public static final int WORDS = 4;

  private static final int ROUNDS = 10;
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  // Golden ratio and sqrt(3) - 1 as 32-bit fractions: the key schedule of the paper.
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final long LOW_32 = 0xFFFFFFFFL;

  private Philox4x32() {}

  /**
   * Writes the block of one counter under one key.
   *
   * @param c0 counter, least significant word
   * @param c1 counter, second word
   * @param c2 counter, third word
   * @param c3 counter, most significant word
   * @param k0 key, low word
   * @param k1 key, high word
   * @param out modified: four words from {@code offset} on
   * @param offset index of the first word written
   * @throws IndexOutOfBoundsException if {@code out} has no room for four words at {@code offset}
   */
  public static void block(int c0, int c1, int c2, int c3, int k0, int k1, int[] out, int offset) {
    int x0 = c0;
    int x1 = c1;
    int x2 = c2;
    int x3 = c3;
    int weyl0 = k0;
    int weyl1 = k1;
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * (x0 & LOW_32);
      long product1 = MULTIPLIER_1 * (x2 & LOW_32);
      x0 = (int) (product1 >>> 32) ^ x1 ^ weyl0;
      x2 = (int) (product0 >>> 32) ^ x3 ^ weyl1;
      x1 = (int) product1;
      x3 = (int) product0;
      weyl0 += WEYL_0;
      weyl1 += WEYL_1;
    }
    // The last word first: a short array fails before anything is written.
    out[offset + 3] = x3;
    out[offset] = x0;
    out[offset + 1] = x1;
    out[offset + 2] = x2;
  }
}
