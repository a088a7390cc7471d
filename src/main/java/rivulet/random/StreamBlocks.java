package rivulet.random;

/**
 * The Philox blocks of one stream, numbered from 0, the last one kept.
 *
 * <p>Derivation, all words of 32 bits and P(key; counter) the 10-round function:
 *
 * <pre>
 *   h = P(seed.low, seed.high;                            image.low, image.high, epoch, probe)
 *   g = P(level | block · 2¹⁶, 0x52495600 | purpose;      h0, h1, h2, h3)
 *   block j of kind k = P(g0, g1;                         j.low, j.high | k · 2²⁴, g2, g3)
 * </pre>
 *
 * <p>A stream is identified by all 128 bits of g. Both steps are one to one in their counters, so
 * two streams that agree in seed, purpose, level and block never coincide; any other two do so with
 * a chance of about 2⁻¹²⁸. Among 2⁴⁰ streams, more than a run can use, the chance that any two
 * coincide is below 2⁻⁴⁸. Within a stream no counter occurs twice.
 */
final class StreamBlocks {
  private static final int DERIVATION_TAG = 0x52495600;
  private static final int NUMBER_BITS = 56;
  private static final long NOTHING_HELD = -1;

  private final int[] words = new int[Philox4x32.WORDS];
  private int key0;
  private int key1;
  private int counter2;
  private int counter3;
  private long held = NOTHING_HELD;

  /** Makes this the blocks of another key; ranges have been checked. */
  void derive(long seed, int purpose, int epoch, long image, int level, int block, int probe) {
    int[] w = words;
    Philox4x32.block(
        (int) image, (int) (image >>> 32), epoch, probe, (int) seed, (int) (seed >>> 32), w, 0);
    Philox4x32.block(w[0], w[1], w[2], w[3], level | (block << 16), DERIVATION_TAG | purpose, w, 0);
    key0 = w[0];
    key1 = w[1];
    counter2 = w[2];
    counter3 = w[3];
    held = NOTHING_HELD;
  }

  /** Makes block {@code number} (below 2⁵⁶) of {@code kind} (below 255) the held one. */
  void load(int kind, long number) {
    long wanted = ((long) kind << NUMBER_BITS) | number;
    if (held != wanted) {
      Philox4x32.block(
          (int) wanted, (int) (wanted >>> 32), counter2, counter3, key0, key1, words, 0);
      held = wanted;
    }
  }

  /** Word {@code i} of the held block, 0 to 3. */
  int word(int i) {
    return words[i];
  }

  /** Words {@code 2i} (upper half) and {@code 2i + 1} (lower half) of the held block. */
  long pair(int i) {
    return ((long) words[2 * i] << 32) | (words[2 * i + 1] & 0xFFFFFFFFL);
  }
}
