package rivulet.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import rivulet.data.ImageSets;
import rivulet.data.SampleFiles;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;

/** A density that integrates to one, drawn from exactly, and what is measured of images. */
final class TruncatedNormalTest {
  private static final int PANELS = 400;

  /** Means and deviations that differ from context to context and use the whole range. */
  private static TruncatedNormal varied() {
    float[] means = new float[PixelContext.COUNT];
    float[] deviations = new float[PixelContext.COUNT];
    for (int c = 0; c < means.length; c++) {
      deviations[c] = 0.25f * (1 + c % 16);
      means[c] = 0.5f + deviations[c] * (c % 9 - 4) / 2;
    }
    return new TruncatedNormal(means, deviations);
  }

  /** Simpson's rule for the density between 0 and {@code end}. */
  private static double integral(TruncatedNormal noise, int context, double end) {
    double sum = 0;
    for (int i = 0; i <= PANELS; i++) {
      int weight = i == 0 || i == PANELS ? 1 : 2 + 2 * (i % 2);
      sum += weight * StrictMath.exp(noise.logDensity(context, end * i / PANELS));
    }
    return sum * end / (3 * PANELS);
  }

  @Test
  void everyContextsDensityIntegratesToOne() {
    TruncatedNormal noise = varied();
    for (int c = 0; c < PixelContext.COUNT; c++) {
      assertEquals(1, integral(noise, c, 1), 1e-9, "context " + c);
    }
  }

  @Test
  void drawsFollowTheDensity() {
    TruncatedNormal noise = varied();
    for (int c = 0; c < PixelContext.COUNT; c += 5) {
      for (double share : new double[] {0, 1e-6, 0.1, 0.5, 0.93, 1 - 0x1p-53}) {
        double u = noise.quantile(c, share);
        assertTrue(u >= 0 && u < 1, "context " + c + ": " + u);
        assertEquals(share, integral(noise, c, u), 1e-9, "context " + c + ", " + share);
      }
    }
  }

  /** Two planes of 3×4, one of them flat but for one pixel. */
  private static byte[] image() {
    byte[] pixels = SampleFiles.pattern(24);
    Arrays.fill(pixels, 0, 12, (byte) 200);
    pixels[5] = (byte) 201;
    return pixels;
  }

  @Test
  void densityOfAnImageIsTheSumOverItsValues() {
    TruncatedNormal noise = varied();
    double[] u = new double[24];
    new NoiseStream().reset(1, Purpose.DEQUANTISATION, 0, 0, 0, 0, 0).uniform(u, 0, 24);
    double[] uniform = u.clone();
    double found = noise.sampler(1, 3, 4).draw(image(), u);
    double expected = 0;
    for (int plane = 0; plane < 24; plane += 12) {
      for (int i = 0; i < 12; i++) {
        int context = PixelContext.of(image(), plane, 3, 4, i / 4, i % 4);
        assertEquals(noise.quantile(context, uniform[plane + i]), u[plane + i]);
        expected += noise.logDensity(context, u[plane + i]);
      }
    }
    assertEquals(expected, found, 1e-12);
  }

  /** Values that are atoms keep their u and have density 1; the others are as before. */
  @Test
  void evenValuesKeepUniformNoise() {
    boolean[][] even = new boolean[2][256];
    even[0][200] = true;
    even[1][image()[13] & 0xff] = true;
    TruncatedNormal noise = new TruncatedNormal(varied().means(), varied().deviations(), even);
    double[] u = new double[24];
    new NoiseStream().reset(1, Purpose.DEQUANTISATION, 0, 0, 0, 0, 0).uniform(u, 0, 24);
    double[] uniform = u.clone();
    double[] bent = u.clone();
    varied().sampler(2, 3, 4).draw(image(), bent);
    double found = noise.sampler(2, 3, 4).draw(image(), u);
    double expected = 0;
    int kept = 0;
    for (int i = 0; i < 24; i++) {
      boolean keeps = even[i / 12][image()[i] & 0xff];
      kept += keeps ? 1 : 0;
      assertEquals(keeps ? uniform[i] : bent[i], u[i]);
      int context = PixelContext.of(image(), i / 12 * 12, 3, 4, i % 12 / 4, i % 4);
      expected += keeps ? 0 : noise.logDensity(context, u[i]);
    }
    assertEquals(expected, found, 1e-12);
    assertTrue(kept > 11 && kept < 24, "the test tells nothing");
    String other =
        assertThrows(IllegalArgumentException.class, () -> noise.sampler(3, 3, 4)).getMessage();
    assertTrue(other.contains("measured on 2 channels, the images have 3"), other);
    even[0] = new boolean[255];
    String marked =
        assertThrows(
                IllegalArgumentException.class,
                () -> new TruncatedNormal(noise.means(), noise.deviations(), even))
            .getMessage();
    assertTrue(marked.contains("channel 0 marks 255 values of 256"), marked);
  }

  @Test
  void contextsTellActivityAndDistanceOfEachChannel() {
    assertEquals(PixelContext.index(0, 1), PixelContext.of(image(), 0, 3, 4, 1, 1));
    assertEquals(PixelContext.index(0, 0), PixelContext.of(image(), 0, 3, 4, 2, 3));
    assertEquals(PixelContext.index(1, 0), PixelContext.of(image(), 0, 3, 4, 0, 1));
    byte[] single = {7};
    int alone = PixelContext.of(single, 0, 1, 1, 0, 0);
    assertEquals(PixelContext.index(PixelContext.ACTIVITIES - 1, 16), alone);
    byte[] row = {0, 0, 100, 0, 40};
    assertEquals(PixelContext.index(0, 16), PixelContext.of(row, 0, 1, 5, 0, 2));
    assertEquals(PixelContext.index(7, -16), PixelContext.of(row, 0, 1, 5, 0, 3));
  }

  /**
   * Pixels at distance d from flat neighbours, as often as a normal distribution of deviation 2 has
   * it: the noise of distance d then has that deviation, and its mean lies towards 0.
   */
  @Test
  void noiseOfNormalDistancesIsThatNormalDistribution() {
    byte[] strip = new byte[40_000];
    int at = 1;
    for (int d = -6; d <= 6; d++) {
      long count = Math.round(2000 * StrictMath.exp(-d * d / 8.0));
      for (int i = 0; i < count; i++, at += 2) {
        strip[at] = (byte) d;
      }
    }
    for (int i = 0; i < strip.length; i++) {
      strip[i] = (byte) (strip[i] + 100);
    }
    TruncatedNormal noise =
        (TruncatedNormal)
            DequantisationKind.TRUNCATED_NORMAL.fit(ImageSets.of("strip", 1, 1, 40_000, strip));
    for (int d = -3; d <= 3; d++) {
      if (d != 0) { // 0 also counts the pixels between
        int context = PixelContext.index(0, d);
        boolean besideZero = Math.abs(d) == 1;
        if (!besideZero) {
          assertEquals(2, noise.deviations()[context], 0.02, "distance " + d);
          assertEquals(0.5 - d, noise.means()[context], 0.05, "distance " + d);
        }
      }
    }
    int unseen = PixelContext.index(8, 3);
    assertEquals(0.5f, noise.means()[unseen]);
    assertEquals(TruncatedNormal.FLAT_DEVIATION, noise.deviations()[unseen]);
  }

  @Test
  void uniformNoiseChangesNothing() {
    double[] u = {0.25, 0.5};
    assertEquals(0, Dequantisation.UNIFORM.sampler(1, 1, 2).draw(new byte[2], u));
    assertArrayEquals(new double[] {0.25, 0.5}, u);
  }

  @Test
  void impossibleNumbersAreRefused() {
    float[] means = varied().means();
    float[] deviations = varied().deviations();
    deviations[3] = 0;
    assertThrows(IllegalArgumentException.class, () -> new TruncatedNormal(means, deviations));
    deviations[3] = 1;
    means[3] = Float.NaN;
    assertThrows(IllegalArgumentException.class, () -> new TruncatedNormal(means, deviations));
    means[3] = 9;
    assertThrows(IllegalArgumentException.class, () -> new TruncatedNormal(means, deviations));
    assertThrows(
        IllegalArgumentException.class, () -> new TruncatedNormal(new float[2], deviations));
    assertThrows(IllegalArgumentException.class, () -> DequantisationKind.parse("gaussian"));
  }
}
