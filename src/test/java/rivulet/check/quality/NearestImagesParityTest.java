package rivulet.check.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.Images;

/** Neighbours by a plain sort of all distances. */
final class NearestImagesParityTest {
  private static final int SIZE = 2 * 9 * 11;

  /** Few values, so that distances are equal now and then. */
  private static byte[] pixels(int count, long seed) {
    Random random = new Random(seed);
    byte[] bytes = new byte[count * SIZE];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i % SIZE < 3 ? 127 * random.nextInt(3) : 200);
    }
    return bytes;
  }

  private static Images images(byte[] bytes) {
    return Images.of(bytes, 2, 9, 11);
  }

  private static long squares(byte[] a, byte[] b) {
    long sum = 0;
    for (int i = 0; i < a.length; i++) {
      long gap = Byte.toUnsignedLong(a[i]) - Byte.toUnsignedLong(b[i]);
      sum += gap * gap;
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void equalsThePlainSort(int threads) {
    Images given = images(pixels(7, 1));
    Images set = images(pixels(600, 2));
    List<List<NearestImages.Neighbour>> found = NearestImages.of(given, set, 8, 4, threads);
    for (int n = 0; n < 7; n++) {
      byte[] one = given.image(n);
      List<Integer> order = new ArrayList<>(IntStream.range(0, 600).boxed().toList());
      order.sort(Comparator.comparingLong(i -> squares(one, set.image(i))));
      for (int rank = 0; rank < 4; rank++) {
        double mean = squares(one, set.image(order.get(rank))) / (double) SIZE;
        double expected = Math.sqrt(mean) / 255;
        assertEquals(expected, found.get(n).get(rank).distance(), 1e-14);
        assertEquals(order.get(rank), found.get(n).get(rank).image(), "ties keep their order");
      }
    }
  }

  @Test
  void aRepeatedImageIsAtDistanceZeroAndFewImagesAreAll() {
    Images set = images(pixels(3, 4));
    List<List<NearestImages.Neighbour>> found = NearestImages.of(set.slice(2, 1), set, 8, 5, 1);
    assertEquals(3, found.get(0).size());
    assertEquals(0, found.get(0).get(0).distance(), 0.0);
  }

  /** What a model of five bits draws has no lower bits, what it was trained on has. */
  @Test
  void bitsThatDoNotCountHaveNoSay() {
    Images set = images(pixels(50, 4));
    byte[] cut = set.image(7);
    for (int i = 0; i < cut.length; i++) {
      cut[i] &= (byte) 0xf8;
    }
    List<List<NearestImages.Neighbour>> found = NearestImages.of(images(cut), set, 5, 1, 1);
    assertEquals(new NearestImages.Neighbour(7, 0), found.get(0).get(0));
    assertTrue(NearestImages.of(images(cut), set, 8, 1, 1).get(0).get(0).distance() > 0);
  }

  @Test
  void otherSizesAreRefused() {
    Images set = images(pixels(3, 4));
    Images other = Images.of(new byte[SIZE], 1, 18, 11);
    assertThrows(IllegalArgumentException.class, () -> NearestImages.of(other, set, 8, 1, 1));
  }
}
