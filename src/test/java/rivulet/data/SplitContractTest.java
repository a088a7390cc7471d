package rivulet.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SplitContractTest {
  private final ImageSet set = ImageSets.of("set", 1, 1, 1, SampleFiles.pattern(1000));

  @Test
  void partsAreDisjointCompleteAndAscending() {
    Split split = Split.of(set, 300, 7);
    long[] both =
        LongStream.concat(Arrays.stream(split.train()), Arrays.stream(split.validation()))
            .sorted()
            .toArray();
    assertArrayEquals(LongStream.range(0, 1000).toArray(), both);
    assertEquals(300, split.validation().length);
    assertArrayEquals(Arrays.stream(split.train()).sorted().toArray(), split.train());
    assertFalse(Arrays.equals(split.validation(), Split.of(set, 300, 8).validation()));
  }

  @Test
  void keysAreFrozen() {
    // mix(gamma) is the published first output of SplitMix64 seeded with 0.
    assertEquals(0xE220A8397B1DCDAFL, Split.key(-0x9E3779B97F4A7C15L, 1));
    // From the definition in Split, computed by another program.
    assertArrayEquals(
        new long[] {0, 3, 5, 10, 12, 17}, Split.of(set.slice(0, 20), 6, 42).validation());
  }

  @Test
  void aLargerPartHoldsTheSmaller() {
    long[] large = Split.of(set, 301, 7).validation();
    for (long position : Split.of(set, 300, 7).validation()) {
      assertTrue(Arrays.binarySearch(large, position) >= 0);
    }
  }

  @Test
  void anImageIsOrderedByItsOriginalIndex() {
    long[] reversed = LongStream.range(0, 1000).map(i -> 999 - i).toArray();
    long[] positions = Split.of(set.select(reversed), 300, 7).validation();
    long[] original = Arrays.stream(positions).map(i -> 999 - i).sorted().toArray();
    assertArrayEquals(Split.of(set, 300, 7).validation(), original);
  }

  @Test
  void repeatedImagesAreCountedOnce() {
    ImageSet same = set.select(new long[] {4, 4, 4});
    assertArrayEquals(new long[] {0}, Split.of(same, 1, 7).validation());
    assertArrayEquals(new long[] {1, 2}, Split.of(same, 1, 7).train());
  }

  @Test
  void partsMustNotBeEmpty() {
    assertEquals(
        "set: 1000 validation images asked of 1000: both parts need at least one",
        assertThrows(IllegalArgumentException.class, () -> Split.of(set, 1000, 1)).getMessage());
  }
}
