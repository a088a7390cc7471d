package rivulet.noise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.data.SampleFiles;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;

/** Fewer bits against values that were cut before anything else, and their own arithmetic. */
final class CoarsePixelsAccuracyTest {
  private static final int SIDE = 12;
  private static final int SIZE = 2 * SIDE * SIDE;
  private static final int IMAGES = 5;
  private static final long SEED = 7;

  private static final byte[] PIXELS = SampleFiles.pattern(IMAGES * SIZE);

  private static Dequantiser reader(byte[] pixels, Dequantisation noise) {
    ImageSet set = ImageSets.of("pattern", 2, SIDE, SIDE, pixels);
    return new Dequantiser(set, SEED, Purpose.EVALUATION, noise, ImageLabels.none());
  }

  private static byte[] cut(int bits) {
    byte[] values = new byte[PIXELS.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) (Byte.toUnsignedInt(PIXELS[i]) / (256 >> bits));
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 7})
  void uniformNoiseFillsTheWiderCell(int bits) {
    Dequantiser reader = reader(PIXELS, new CoarsePixels(bits, Dequantisation.UNIFORM));
    byte[] values = cut(bits);
    double[] x = new double[SIZE];
    double[] u = new double[SIZE];
    for (int n = 0; n < IMAGES; n++) {
      reader.read(n, 2, x);
      new NoiseStream().reset(SEED, Purpose.EVALUATION, 2, n, 0, 0, 0).uniform(u, 0, SIZE);
      for (int i = 0; i < SIZE; i++) {
        double expected = (values[n * SIZE + i] + u[i]) / (1 << bits);
        assertEquals(expected, x[i], 1e-15);
      }
      assertEquals(SIZE * (bits - 8) * StrictMath.log(2), reader.logDensity(), 1e-9);
    }
  }

  /** The fit and the noise of the cut values, as if they were 8-bit ones, say what is expected. */
  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void bentNoiseIsThatOfTheCutValues(int bits) {
    ImageSet whole = ImageSets.of("pattern", 2, SIDE, SIDE, PIXELS);
    ImageSet cut = ImageSets.of("cut", 2, SIDE, SIDE, cut(bits));
    Dequantisation fitted = DequantisationKind.TRUNCATED_NORMAL.fit(whole, false, bits);
    Dequantisation cells = DequantisationKind.TRUNCATED_NORMAL.fit(cut, false);
    Dequantiser coarse = reader(PIXELS, fitted);
    Dequantiser fine = reader(cut(bits), cells);
    double[] x = new double[SIZE];
    double[] y = new double[SIZE];
    double bent = 0;
    for (int n = 0; n < IMAGES; n++) {
      coarse.read(n, 0, x);
      fine.read(n, 0, y);
      for (int i = 0; i < SIZE; i++) {
        assertEquals(y[i] * (256 >> bits), x[i], 1e-13);
      }
      double cellsOnly = SIZE * (bits - 8) * StrictMath.log(2);
      assertEquals(fine.logDensity() + cellsOnly, coarse.logDensity(), 1e-9);
      bent += Math.abs(fine.logDensity());
    }
    assertEquals(true, bent > 0, "the noise is bent at all");
  }

  @Test
  void eightBitsAreAsTheyWere() {
    ImageSet set = ImageSets.of("pattern", 2, SIDE, SIDE, PIXELS);
    assertEquals(Dequantisation.UNIFORM, DequantisationKind.UNIFORM.fit(set, false, 8));
    assertEquals(8, DequantisationKind.TRUNCATED_NORMAL.fit(set, true, 8).bits());
  }

  @Test
  void refusesOtherBitsAndNoiseWithinNoise() {
    assertThrows(IllegalArgumentException.class, () -> new CoarsePixels(8, Dequantisation.UNIFORM));
    assertThrows(IllegalArgumentException.class, () -> new CoarsePixels(0, Dequantisation.UNIFORM));
    CoarsePixels coarse = new CoarsePixels(3, Dequantisation.UNIFORM);
    assertThrows(IllegalArgumentException.class, () -> new CoarsePixels(5, coarse));
  }
}
