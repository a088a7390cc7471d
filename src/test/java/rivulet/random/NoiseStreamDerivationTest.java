package rivulet.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The documented derivation, written down once more over the blocks of another library. */
final class NoiseStreamDerivationTest {
  private static final long SEED = 0xFEDC_BA98_7654_3210L;
  private static final int EPOCH = 0x7FFF_FFFE;
  private static final long IMAGE = 0x7123_4567_89AB_CDEFL;
  private static final int LEVEL = 0xFFFE;
  private static final int BLOCK = 0xFFFD;
  private static final int PROBE = 0x7FFF_FFFB;

  private final int[] g = streamIdentity();
  private final NoiseStream stream =
      new NoiseStream().reset(SEED, Purpose.LATENT, EPOCH, IMAGE, LEVEL, BLOCK, PROBE);

  private static int[] streamIdentity() {
    int[] h =
        CommonsPhilox.block(
            (int) IMAGE, (int) (IMAGE >>> 32), EPOCH, PROBE, (int) SEED, (int) (SEED >>> 32));
    return CommonsPhilox.block(
        h[0], h[1], h[2], h[3], (BLOCK << 16) | LEVEL, 0x52495600 + Purpose.LATENT.code());
  }

  private int[] block(int kind, int number) {
    return CommonsPhilox.block(number, kind << 24, g[2], g[3], g[0], g[1]);
  }

  private static long pair(int high, int low) {
    return ((long) high << 32) | Integer.toUnsignedLong(low);
  }

  @Test
  void uniformsTakeTwoWordsEach() {
    for (int j = 0; j < 50; j++) {
      int[] w = block(0, j);
      assertEquals((pair(w[0], w[1]) >>> 11) / 0x1p53, stream.nextUniform());
      assertEquals((pair(w[2], w[3]) >>> 11) / 0x1p53, stream.nextUniform());
    }
  }

  @Test
  void gaussiansTakeOneBlockAPair() {
    double[] pair = new double[2];
    for (int j = 0; j < 50; j++) {
      int[] w = block(1, j);
      BoxMuller.pair(pair(w[0], w[1]), pair(w[2], w[3]), pair, 0);
      assertEquals(pair[0], stream.nextGaussian());
      assertEquals(pair[1], stream.nextGaussian());
    }
  }

  @Test
  void signsTakeOneBitEach() {
    double[] signs = new double[128 * 5];
    stream.rademacher(signs, 0, signs.length);
    for (int i = 0; i < signs.length; i++) {
      int word = block(2, i / 128)[i % 128 / 32];
      assertEquals((word & (1 << (i % 32))) == 0 ? 1 : -1, signs[i]);
    }
  }

  @Test
  void indicesTakeOneWordEach() {
    for (int i = 0; i < 100; i++) {
      long word = Integer.toUnsignedLong(block(3, i / 4)[i % 4]);
      // A power of two never rejects.
      assertEquals((int) (word >>> 22), stream.nextIndex(1 << 10));
    }
  }
}
