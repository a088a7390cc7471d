package rivulet.wavelet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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

  /** A window of a level is that level of the pixels which it stands for. */
  @ParameterizedTest
  @CsvSource({"0,4,2", "1,2,4", "2,8,4", "2,12,0"})
  void windowsAreLevelsOfSmallerImages(int level, int row, int column) {
    int side = 8;
    WaveletPyramid pyramid = new WaveletPyramid(Wavelet.UNIMODULAR, 2, 48, 64, 3);
    WaveletPyramid part = pyramid.window(level, side);
    int scale = level == 0 ? 4 : 1 << (3 - level);
    double[] image = noise(pyramid.size());
    double[] inside = new double[part.size()];
    for (int i = 0; i < inside.length; i++) {
      int x = i % part.width() + scale * column;
      int y = i / part.width() % part.height() + scale * row;
      int c = i / part.width() / part.height();
      inside[i] = image[(c * 48 + y) * 64 + x];
    }
    PyramidCoefficients whole = pyramid.newCoefficients();
    pyramid.analyse(image, 0, whole);
    PyramidCoefficients small = part.newCoefficients();
    part.analyse(inside, 0, small);
    PyramidCoefficients window = pyramid.newWindows(side);
    window.cut(whole, level, row, column);
    assertArrayEquals(small.data(level), window.data(level));
    if (level > 0) {
      assertArrayEquals(small.condition(level), window.condition(level));
    }
  }

  @Test
  void windowsMakeNoImageAndStayInside() {
    WaveletPyramid pyramid = new WaveletPyramid(Wavelet.HAAR, 1, 16, 16, 2);
    PyramidCoefficients window = pyramid.newWindows(4);
    PyramidCoefficients whole = pyramid.newCoefficients();
    assertThrows(
        IllegalArgumentException.class, () -> pyramid.synthesise(window, new double[256], 0));
    assertThrows(IndexOutOfBoundsException.class, () -> window.cut(whole, 1, 5, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> window.cut(whole, 0, 0, -1));
    window.cut(whole, 1, 4, 4);
  }
}
