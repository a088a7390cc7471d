package rivulet.random;

/**
 * Single blocks out of the sequential generator of Apache Commons RNG: an independent oracle. Its
 * seed is (key, counter) and it steps the counter before the first block, hence the decrement.
 */
final class CommonsPhilox {
  private CommonsPhilox() {}

  static int[] block(int c0, int c1, int c2, int c3, int k0, int k1) {
    int[] seed = {k0, k1, c0, c1, c2, c3};
    for (int i = 2; i < 6 && seed[i]-- == 0; i++) {
      // A word that was zero borrows from the next.
    }
    var generator = new org.apache.commons.rng.core.source32.Philox4x32(seed);
    return new int[] {generator.next(), generator.next(), generator.next(), generator.next()};
  }
}
