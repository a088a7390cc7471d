package rivulet.data.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;

/** The files are PNG, without loss, and no larger than the JDK's. */
final class SmallestPngAccuracyTest {
  @TempDir private Path folder;

  private static byte[] wave(int channels, int height, int width) {
    byte[] planar = new byte[channels * height * width];
    for (int i = 0; i < planar.length; i++) {
      int x = i % width;
      int y = i / width % height;
      planar[i] = (byte) (x * x / 9 + 5 * y + x * y / 31 + i / (height * width) * 40 + i * 7 % 3);
    }
    return planar;
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "1,28,28", "3,17,5", "3,64,48", "1,3,200"})
  void readsBackWithoutLossAndIsNoLargerThanTheJdks(int channels, int height, int width)
      throws IOException {
    byte[] planar = wave(channels, height, width);
    byte[] file = SmallestPng.encode(channels, height, width, planar);
    ImageSet read = ImageSets.open(Files.write(folder.resolve("picture.png"), file));
    byte[] pixels = new byte[planar.length];
    read.read(0, pixels);
    assertArrayEquals(planar, pixels);
    int jdk = PngWriter.encode(PngWriter.picture(channels, height, width, planar)).length;
    assertTrue(file.length <= jdk, file.length + " against " + jdk);
    assertEquals(file.length, SmallestPng.bytes(channels, height, width, planar));
  }

  /** Every filter is one that a decoder undoes: a file made of its rows alone reads back. */
  @Test
  void everyFilterIsUndoneByItsRule() throws IOException {
    byte[] grey = wave(1, 12, 9);
    byte[] colour = wave(3, 12, 9);
    byte[] noise = grey.clone();
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (byte) ((i * 2654435761L) >>> 11);
    }
    for (byte[] planar : new byte[][] {grey, colour, noise}) {
      int channels = planar.length / 108;
      byte[] file = SmallestPng.encode(channels, 12, 9, planar);
      var picture = ImageIO.read(new ByteArrayInputStream(file));
      for (int i = 0; i < planar.length; i++) {
        int p = i % 108;
        assertEquals(
            Byte.toUnsignedInt(planar[i]), picture.getRaster().getSample(p % 9, p / 9, i / 108));
      }
    }
    PngFilter filter = new PngFilter(1, 4, new byte[] {10, 12, 15, 15, 20, 10, 18, 19});
    assertArrayEquals(new byte[] {0, 10, 12, 15, 15, 0, 20, 10, 18, 19}, filter.rows(0));
    assertArrayEquals(new byte[] {1, 10, 2, 3, 0, 1, 20, -10, 8, 1}, filter.rows(1));
    assertArrayEquals(new byte[] {2, 10, 12, 15, 15, 2, 10, -2, 3, 4}, filter.rows(2));
    assertArrayEquals(new byte[] {3, 10, 7, 9, 8, 3, 15, -6, 6, 3}, filter.rows(3));
    assertArrayEquals(new byte[] {4, 10, 2, 3, 0, 4, 10, -10, 6, 1}, filter.rows(4));
    assertEquals(1, filter.rows(PngFilter.ADAPTIVE)[0]);
  }

  @Test
  void otherNumbersOfChannelsAreGreysOfTheirOwn() {
    byte[] two = wave(2, 16, 16);
    long sum =
        SmallestPng.bytes(1, 16, 16, Arrays.copyOf(two, 256))
            + SmallestPng.bytes(1, 16, 16, Arrays.copyOfRange(two, 256, 512));
    assertEquals(sum, SmallestPng.bytes(2, 16, 16, two));
  }

  @Test
  void refusesWhatIsNoPicture() {
    assertEquals(
        "png: 1 or 3 channels and their bytes asked, found 2 channels of 1x2 and 4 bytes",
        assertThrows(IllegalArgumentException.class, () -> SmallestPng.encode(2, 1, 2, new byte[4]))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> SmallestPng.encode(1, 2, 2, new byte[3]));
  }
}
