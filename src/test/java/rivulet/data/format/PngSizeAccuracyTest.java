package rivulet.data.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Sizes of PNG files: at most those of the plain writer, and larger for what is harder. */
final class PngSizeAccuracyTest {
  private static byte[] wave(int channels, int side) {
    byte[] planar = new byte[channels * side * side];
    for (int i = 0; i < planar.length; i++) {
      planar[i] = (byte) (i * i / 7 + i % side * 3);
    }
    return planar;
  }

  @Test
  void isNoLargerThanThePlainWriters() {
    for (int channels : new int[] {1, 3}) {
      byte[] planar = wave(channels, 64);
      int plain = PngWriter.encode(PngWriter.picture(channels, 64, 64, planar)).length;
      int size = PngSize.of(channels, 64, 64, planar);
      assertTrue(size <= plain, size + " against " + plain);
      assertTrue(size > 100, size + " bytes");
    }
  }

  @Test
  void constantImagesAreTheSmallest() {
    assertTrue(PngSize.of(1, 28, 28, new byte[784]) * 2 < PngSize.of(1, 28, 28, wave(1, 28)));
  }

  @Test
  void otherNumbersOfChannelsAreGreysOfTheirOwn() {
    byte[] two = wave(2, 16);
    int sum =
        PngSize.of(1, 16, 16, Arrays.copyOf(two, 256))
            + PngSize.of(1, 16, 16, Arrays.copyOfRange(two, 256, 512));
    assertEquals(sum, PngSize.of(2, 16, 16, two));
  }
}
