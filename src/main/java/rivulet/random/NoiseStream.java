package rivulet.random;

import java.util.Objects;

/**
 * Random numbers that are a pure function of a key; mutable and reusable, one per worker.
 *
 * <p>{@link #reset} chooses the key. A key has four sequences, independent of each other: uniforms,
 * gaussians, signs and indices. Element i of a sequence depends on the key and i only. Each method
 * continues its own sequence, so one call for n values equals any calls for fewer values that add
 * up to n, and the first m of n values are those of a call for m (the prefix property).
 *
 * <p>Not safe for use by several threads at once. Allocates nothing after construction. The bits
 * are a numerics contract; their derivation is described in {@code StreamBlocks}.
 */
public final class NoiseStream {
  /** The largest level and the largest block that a key has room for. */
  public static final int MAX_LEVEL = 0xFFFF;

  private static final int UNIFORM = 0;
  private static final int GAUSSIAN = 1;
  private static final int SIGN = 2;
  private static final int INDEX = 3;
  private static final double UNIT_53 = 0x1p-53;
  private static final long LOW_32 = 0xFFFFFFFFL;

  private final StreamBlocks blocks = new StreamBlocks();
  private final double[] pair = new double[2];
  private boolean keyed;
  private long uniforms;
  private long gaussians;
  private long signs;
  private long indices;

  /** A stream without a key: call {@link #reset} before anything else. */
  public NoiseStream() {}

  /**
   * Chooses the key and goes to element 0 of all sequences.
   *
   * @param seed seed of the run, any value
   * @param purpose what the numbers are for
   * @param epoch pass over the data, at least 0
   * @param image index of the image in its data set, at least 0
   * @param level level of the pyramid, 0 to {@link #MAX_LEVEL}
   * @param block block within the level, 0 to {@link #MAX_LEVEL}
   * @param probe number of the repetition, at least 0
   * @return this
   * @throws IllegalArgumentException if a part is out of range
   */
  public NoiseStream reset(
      long seed, Purpose purpose, int epoch, long image, int level, int block, int probe) {
    Objects.requireNonNull(purpose, "noise stream: purpose");
    atMost("epoch", epoch, Integer.MAX_VALUE);
    atMost("image", image, Long.MAX_VALUE);
    atMost("level", level, MAX_LEVEL);
    atMost("block", block, MAX_LEVEL);
    atMost("probe", probe, Integer.MAX_VALUE);
    blocks.derive(seed, purpose.code(), epoch, image, level, block, probe);
    uniforms = 0;
    gaussians = 0;
    signs = 0;
    indices = 0;
    keyed = true;
    return this;
  }

  /** The next uniform in [0, 1): a multiple of 2⁻⁵³, never 1. */
  public double nextUniform() {
    requireKey();
    return uniformElement();
  }

  /** The next normal value of mean 0 and deviation 1; its size is at most 8.58. */
  public double nextGaussian() {
    gaussian(pair, 0, 1);
    return pair[0];
  }

  /**
   * The next unbiased index in [0, bound) (D. Lemire, "Fast random integer generation in an
   * interval", 2019). Takes one word, rarely more.
   *
   * @throws IllegalArgumentException if {@code bound} is below 1
   */
  public int nextIndex(int bound) {
    requireKey();
    if (bound < 1) {
      throw new IllegalArgumentException(
          "noise stream: an index needs a bound of at least 1, found " + bound);
    }
    return indexElement(bound);
  }

  /** Sets {@code d[off] … d[off + n - 1]} to the next n uniforms in [0, 1). */
  public void uniform(double[] d, int off, int n) {
    requireRange(d, off, n);
    for (int i = off; i < off + n; i++) {
      d[i] = uniformElement();
    }
  }

  /** Sets {@code d[off] … d[off + n - 1]} to the next n normal values (Box–Muller). */
  public void gaussian(double[] d, int off, int n) {
    requireRange(d, off, n);
    int end = off + n;
    int i = off;
    if (n > 0 && (gaussians & 1) == 1) {
      gaussianPair(pair, 0);
      d[i++] = pair[1];
      gaussians++;
    }
    for (; i < end - 1; i += 2) {
      gaussianPair(d, i);
      gaussians += 2;
    }
    if (i < end) {
      gaussianPair(pair, 0);
      d[i] = pair[0];
      gaussians++;
    }
  }

  /** Sets {@code d[off] … d[off + n - 1]} to the next n signs, −1 or +1 with equal chance. */
  public void rademacher(double[] d, int off, int n) {
    requireRange(d, off, n);
    for (int i = off; i < off + n; i++) {
      blocks.load(SIGN, signs >>> 7);
      int bit = (blocks.word((int) (signs >>> 5) & 3) >>> (int) (signs & 31)) & 1;
      d[i] = 1 - 2 * bit;
      signs++;
    }
  }

  /**
   * Fills {@code p} with a permutation of 0 … p.length − 1, every one equally likely as far as the
   * key allows (Fisher–Yates). What {@code p} held before does not matter.
   */
  public void permutation(int[] p) {
    requireKey();
    for (int i = 0; i < p.length; i++) {
      int j = indexElement(i + 1);
      p[i] = p[j];
      p[j] = i;
    }
  }

  private double uniformElement() {
    blocks.load(UNIFORM, uniforms >>> 1);
    return (blocks.pair((int) uniforms++ & 1) >>> 11) * UNIT_53;
  }

  /** Writes the pair that contains element {@code gaussians}; the cursor stays. */
  private void gaussianPair(double[] d, int at) {
    blocks.load(GAUSSIAN, gaussians >>> 1);
    BoxMuller.pair(blocks.pair(0), blocks.pair(1), d, at);
  }

  private int indexElement(int bound) {
    long product = indexWord() * bound;
    if ((product & LOW_32) < bound) {
      long reject = (1L << 32) % bound;
      while ((product & LOW_32) < reject) {
        product = indexWord() * bound;
      }
    }
    return (int) (product >>> 32);
  }

  private long indexWord() {
    blocks.load(INDEX, indices >>> 2);
    return blocks.word((int) indices++ & 3) & LOW_32;
  }

  private void requireRange(double[] d, int off, int n) {
    requireKey();
    if (off < 0 || n < 0 || off > d.length - n) {
      throw new IllegalArgumentException(
          "noise stream: " + n + " values at offset " + off + " do not fit " + d.length);
    }
  }

  private void requireKey() {
    if (!keyed) {
      throw new IllegalStateException("noise stream: no key chosen; call reset first");
    }
  }

  private static void atMost(String part, long value, long max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(
          "noise stream: " + part + " must lie in 0.." + max + ", found " + value);
    }
  }
}
