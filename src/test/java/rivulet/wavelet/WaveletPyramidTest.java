package rivulet.wavelet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WaveletPyramidTest {
  @ParameterizedTest
  @CsvSource({
    "UNIMODULAR,1,28,28,3",
    "UNIMODULAR,3,32,32,6",
    "UNIMODULAR,5,12,20,3",
    "HAAR,2,6,10,2",
    "ORTHONORMAL,7,8,24,4",
    "HAAR,1,5,3,1",
  })
  void comesBackExactly(Wavelet wavelet, int channels, int height, int width, int levels) {
    WaveletPyramid pyramid = new WaveletPyramid(wavelet, channels, height, width, levels);
    double[] image = noise(3 + pyramid.size());
    PyramidCoefficients coefficients = pyramid.newCoefficients();
    pyramid.analyse(image, 3, coefficients);
    for (int level = 1; level < levels; level++) {
      Arrays.fill(coefficients.condition(level), Double.NaN);
    }
    double[] back = new double[2 + pyramid.size()];
    pyramid.synthesise(coefficients, back, 2);
    for (int i = 0; i < pyramid.size(); i++) {
      assertEquals(image[3 + i], back[2 + i], 4e-15);
    }
  }

  @Test
  void shapesOfThreeLevels() {
    WaveletPyramid pyramid = new WaveletPyramid(Wavelet.UNIMODULAR, 1, 28, 28, 3);
    assertEquals(new LevelShape(1, 7, 7), pyramid.shape(0));
    assertEquals(new LevelShape(3, 7, 7), pyramid.shape(1));
    assertEquals(new LevelShape(3, 14, 14), pyramid.shape(2));
    assertEquals(new LevelShape(1, 7, 7), pyramid.conditionShape(1));
    assertEquals(new LevelShape(1, 14, 14), pyramid.conditionShape(2));
    int sum = 0;
    for (int level = 0; level < 3; level++) {
      sum += pyramid.shape(level).size();
    }
    assertEquals(pyramid.size(), sum);
    assertEquals("3x14x14", pyramid.shape(2).toString());
  }

  @Test
  void levelsHoldWhatOneHalvingGives() {
    WaveletPyramid pyramid = new WaveletPyramid(Wavelet.UNIMODULAR, 2, 8, 12, 3);
    double[] image = noise(pyramid.size());
    PyramidCoefficients levels = pyramid.newCoefficients();
    pyramid.analyse(image, 0, levels);
    double[] half = new double[2 * 4 * 6];
    double[] halfDetail = new double[6 * 4 * 6];
    Wavelet.UNIMODULAR.forward(image, 2, 8, 12, half, halfDetail);
    double[] quarter = new double[2 * 2 * 3];
    double[] quarterDetail = new double[6 * 2 * 3];
    Wavelet.UNIMODULAR.forward(half, 2, 4, 6, quarter, quarterDetail);
    assertArrayEquals(halfDetail, levels.data(2));
    assertArrayEquals(half, levels.condition(2));
    assertArrayEquals(quarterDetail, levels.data(1));
    assertArrayEquals(quarter, levels.condition(1));
    assertArrayEquals(quarter, levels.data(0));

    double[] finer = new double[half.length];
    pyramid.refine(1, levels.condition(1), levels.data(1), finer, 0);
    assertArrayEquals(half, finer, 4e-15);
  }

  @ParameterizedTest
  @EnumSource(names = {"UNIMODULAR", "HAAR"})
  void coarseImagesStayInTheUnitInterval(Wavelet wavelet) {
    WaveletPyramid pyramid = new WaveletPyramid(wavelet, 1, 16, 16, 5);
    PyramidCoefficients levels = pyramid.newCoefficients();
    Random random = new Random(5);
    for (int trial = 0; trial < 200; trial++) {
      double[] image = new double[256];
      for (int i = 0; i < image.length; i++) {
        image[i] = trial % 2 == 0 ? random.nextInt(2) : Math.nextDown(1.0);
      }
      pyramid.analyse(image, 0, levels);
      for (int level = 1; level < 5; level++) {
        for (double value : levels.condition(level)) {
          assertTrue(value >= 0.0 && value <= 1.0, () -> "coarse value " + value);
        }
      }
    }
    assertEquals(1.0, pyramid.coarsestMaximum());
  }

  @Test
  void orthonormalKeepsTheNormAndLeavesTheUnitInterval() {
    WaveletPyramid pyramid = new WaveletPyramid(Wavelet.ORTHONORMAL, 1, 8, 8, 3);
    double[] image = noise(64);
    PyramidCoefficients levels = pyramid.newCoefficients();
    pyramid.analyse(image, 0, levels);
    double sum = 0.0;
    for (int level = 0; level < 3; level++) {
      sum += squares(levels.data(level));
    }
    assertEquals(squares(image), sum, 1e-12);
    assertEquals(4.0, pyramid.coarsestMaximum());
  }

  private static double squares(double[] values) {
    double sum = 0.0;
    for (double value : values) {
      sum += value * value;
    }
    return sum;
  }

  private static double[] noise(int size) {
    return new Random(11).doubles(size).toArray();
  }
}
