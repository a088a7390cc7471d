package rivulet.fetch;

/**
 * The order that {@code numpy.random.RandomState(seed).permutation(count)} gives, which NumPy keeps
 * for ever and in which sets that Python made are published: the Mersenne twister MT19937
 * (Matsumoto and Nishimura, 1998), and a shuffle from the end whose places are drawn by a mask and
 * drawn again where they are too large.
 */
final class NumpyPermutation {
  private static final int SIZE = 624;
  private static final int MIDDLE = 397;
  private static final int UPPER = 0x80000000;

  private final int[] state = new int[SIZE];
  private int next = SIZE;

  private NumpyPermutation(int seed) {
    state[0] = seed;
    for (int i = 1; i < SIZE; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ state[i - 1] >>> 30) + i;
    }
  }

  /** At place i stands which of them comes there. */
  static int[] of(int seed, int count) {
    NumpyPermutation random = new NumpyPermutation(seed);
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    for (int i = count - 1; i > 0; i--) {
      int j = random.upTo(i);
      int moved = order[i];
      order[i] = order[j];
      order[j] = moved;
    }
    return order;
  }

  private int upTo(int most) {
    int mask = -1 >>> Integer.numberOfLeadingZeros(most);
    int drawn = draw() & mask;
    while (drawn > most) {
      drawn = draw() & mask;
    }
    return drawn;
  }

  private int draw() {
    if (next == SIZE) {
      twist();
      next = 0;
    }
    int y = state[next++];
    y ^= y >>> 11;
    y ^= y << 7 & 0x9d2c5680;
    y ^= y << 15 & 0xefc60000;
    return y ^ y >>> 18;
  }

  private void twist() {
    for (int i = 0; i < SIZE; i++) {
      int y = (state[i] & UPPER) | (state[(i + 1) % SIZE] & ~UPPER);
      int odd = (y & 1) == 0 ? 0 : 0x9908b0df;
      state[i] = state[(i + MIDDLE) % SIZE] ^ y >>> 1 ^ odd;
    }
  }
}
