package rivulet.check;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import rivulet.Images;

/** Counts against plain loops over images made for it. */
final class ImageCensusAccuracyTest {
  private static final int COUNT = 9;

  /** Images 2 and 7 have one value in each channel; 5 and 6 are image 1 again. */
  private static byte[] pixels() {
    byte[] pixels = new byte[COUNT * 2 * 4];
    for (int i = 0; i < pixels.length; i++) {
      int n = i / 8 == 5 || i / 8 == 6 ? 1 : i / 8;
      pixels[i] = (byte) (n == 2 || n == 7 ? 10 * n + i % 8 / 4 : 60 * n + 7 * (i % 8));
    }
    return pixels;
  }

  private static ImageCensus census() {
    return ImageCensus.of(Images.of(pixels(), 2, 2, 2));
  }

  @Test
  void constantAndEqualImagesAreNamed() {
    assertEquals(List.of(2, 7), census().constant());
    assertEquals(
        List.of(new ImageCensus.Duplicate(5, 1), new ImageCensus.Duplicate(6, 1)),
        census().duplicates());
    assertEquals(Map.of(), census().labels());
  }

  @Test
  void histogramMeanAndDeviationAreThoseOfThePixels() {
    byte[] pixels = pixels();
    ImageCensus census = census();
    long[] all = new long[256];
    for (int c = 0; c < 2; c++) {
      long[] counts = new long[256];
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < pixels.length; i++) {
        if (i % 8 / 4 == c) {
          int value = Byte.toUnsignedInt(pixels[i]);
          counts[value]++;
          all[value]++;
          sum += value;
          squares += (double) value * value;
        }
      }
      int count = COUNT * 4;
      assertArrayEquals(counts, census.histogram(c));
      assertEquals(sum / count, census.mean(c), 1e-12);
      assertEquals(
          squares / count - sum * sum / count / count,
          census.deviation(c) * census.deviation(c),
          1e-9);
    }
    assertArrayEquals(all, census.histogram());
  }

  @Test
  void meanImageIsTheMeanOfEachPlace() {
    byte[] pixels = pixels();
    double[] mean = census().meanImage();
    for (int i = 0; i < 8; i++) {
      double sum = 0;
      for (int n = 0; n < COUNT; n++) {
        sum += Byte.toUnsignedInt(pixels[n * 8 + i]);
      }
      assertEquals(sum / COUNT, mean[i], 1e-12);
    }
  }
}
