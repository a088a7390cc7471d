package rivulet.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NoiseStreamIndexTest {
  /** χ² quantiles at 1 in 1,000. */
  private static final double CHI_SQUARE_2 = 13.82;

  private static final double CHI_SQUARE_9 = 27.88;
  private static final double CHI_SQUARE_23 = 49.73;

  private final NoiseStream stream = new NoiseStream().reset(7, Purpose.SHUFFLE, 1, 0, 0, 0, 0);

  private static double chiSquare(int[] counts) {
    double expected = Arrays.stream(counts).sum() / (double) counts.length;
    return Arrays.stream(counts).mapToDouble(c -> (c - expected) * (c - expected)).sum() / expected;
  }

  @Test
  void indicesAreEven() {
    int[] counts = new int[10];
    for (int i = 0; i < 100_000; i++) {
      counts[stream.nextIndex(10)]++;
    }
    assertTrue(chiSquare(counts) < CHI_SQUARE_9, Arrays.toString(counts));
  }

  /** Taking the product's upper half without rejection would give shares of 1/4, 1/2, 1/4. */
  @Test
  void hugeBoundsAreUnbiased() {
    int bound = 3 << 29;
    int[] counts = new int[3];
    for (int i = 0; i < 60_000; i++) {
      int index = stream.nextIndex(bound);
      assertTrue(index >= 0 && index < bound);
      counts[index % 3]++;
    }
    assertTrue(chiSquare(counts) < CHI_SQUARE_2, Arrays.toString(counts));
  }

  @Test
  void extremeBounds() {
    for (int i = 0; i < 1_000; i++) {
      assertEquals(0, stream.nextIndex(1));
      assertTrue(stream.nextIndex(Integer.MAX_VALUE) >= 0);
    }
  }

  @Test
  void everyPermutationIsEquallyLikely() {
    int[] counts = new int[24];
    int[] p = new int[4];
    for (int i = 0; i < 48_000; i++) {
      stream.permutation(p);
      counts[rank(p)]++;
    }
    assertTrue(chiSquare(counts) < CHI_SQUARE_23, Arrays.toString(counts));
  }

  /** Place of a permutation in lexicographic order. */
  private static int rank(int[] p) {
    int rank = 0;
    for (int i = 0; i < p.length; i++) {
      int smaller = 0;
      for (int j = i + 1; j < p.length; j++) {
        smaller += p[j] < p[i] ? 1 : 0;
      }
      rank = rank * (p.length - i) + smaller;
    }
    return rank;
  }

  @Test
  void permutationHoldsEveryIndexOnce() {
    for (int n : new int[] {0, 1, 2, 3, 100, 4_097}) {
      int[] p = new int[n];
      Arrays.fill(p, -5);
      stream.permutation(p);
      assertArrayEquals(IntStream.range(0, n).toArray(), Arrays.stream(p).sorted().toArray());
    }
  }

  @Test
  void permutationIsAFunctionOfItsKey() {
    int[] first = new int[500];
    int[] again = new int[500];
    int[] nextEpoch = new int[500];
    stream.permutation(first);
    stream.reset(7, Purpose.SHUFFLE, 1, 0, 0, 0, 0).permutation(again);
    stream.reset(7, Purpose.SHUFFLE, 2, 0, 0, 0, 0).permutation(nextEpoch);
    assertArrayEquals(first, again);
    long fixed = IntStream.range(0, 500).filter(i -> first[i] == nextEpoch[i]).count();
    assertTrue(fixed < 8, "positions in common: " + fixed);
  }
}
