package rivulet.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class Philox4x32Test {
  private static int[] block(int c0, int c1, int c2, int c3, int k0, int k1) {
    int[] out = new int[4];
    Philox4x32.block(c0, c1, c2, c3, k0, k1, out, 0);
    return out;
  }

  // The three published vectors: kat_vectors of Random123, philox4x32 with 10 rounds.

  @Test
  void knownAnswerOfZeros() {
    assertArrayEquals(
        new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, block(0, 0, 0, 0, 0, 0));
  }

  @Test
  void knownAnswerOfOnes() {
    assertArrayEquals(
        new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}, block(-1, -1, -1, -1, -1, -1));
  }

  @Test
  void knownAnswerOfPi() {
    assertArrayEquals(
        new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
        block(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0));
  }

  @Test
  void agreesWithCommonsRng() {
    SplittableRandom keys = new SplittableRandom(11);
    for (int trial = 0; trial < 2_000; trial++) {
      int c0 = keys.nextInt();
      int c1 = keys.nextInt();
      int c2 = keys.nextInt();
      int c3 = keys.nextInt();
      int k0 = keys.nextInt();
      int k1 = keys.nextInt();
      assertArrayEquals(CommonsPhilox.block(c0, c1, c2, c3, k0, k1), block(c0, c1, c2, c3, k0, k1));
    }
  }

  @Test
  void agreesWithCommonsRngWhereCountersCarry() {
    for (int c0 = -2; c0 <= 2; c0++) {
      for (int c1 = -1; c1 <= 1; c1++) {
        assertArrayEquals(CommonsPhilox.block(c0, c1, 0, -1, 3, 4), block(c0, c1, 0, -1, 3, 4));
      }
    }
  }

  @Test
  void writesFourWordsAtItsOffset() {
    int[] out = {7, 7, 7, 7, 7, 7, 7};
    Philox4x32.block(0, 0, 0, 0, 0, 0, out, 2);
    assertArrayEquals(new int[] {7, 7, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8, 7}, out);
  }

  @Test
  void leavesAShortArrayUntouched() {
    int[] out = {7, 7, 7, 7};
    assertThrows(IndexOutOfBoundsException.class, () -> Philox4x32.block(0, 0, 0, 0, 0, 0, out, 1));
    assertArrayEquals(new int[] {7, 7, 7, 7}, out);
    assertEquals(4, Philox4x32.WORDS);
  }
}
