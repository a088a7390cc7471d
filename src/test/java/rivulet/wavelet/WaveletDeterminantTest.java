package rivulet.wavelet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The stated log-determinants against the determinant of the whole matrix. */
class WaveletDeterminantTest {
  @ParameterizedTest
  @EnumSource
  void oneHalving(Wavelet wavelet) {
    int size = 2 * 4 * 6;
    DMatrixRMaj matrix = new DMatrixRMaj(size, size);
    double[] coarse = new double[size / 4];
    double[] detail = new double[size / 4 * 3];
    for (int i = 0; i < size; i++) {
      double[] unit = new double[size];
      unit[i] = 1.0;
      wavelet.forward(unit, 2, 4, 6, coarse, detail);
      setColumn(matrix, i, 0, coarse);
      setColumn(matrix, i, coarse.length, detail);
    }
    assertEquals(logDeterminant(matrix), wavelet.logDeterminant(2, 4, 6), 1e-12);
  }

  @ParameterizedTest
  @EnumSource
  void wholePyramid(Wavelet wavelet) {
    WaveletPyramid pyramid = new WaveletPyramid(wavelet, 1, 8, 4, 3);
    PyramidCoefficients levels = pyramid.newCoefficients();
    DMatrixRMaj matrix = new DMatrixRMaj(32, 32);
    for (int i = 0; i < 32; i++) {
      double[] unit = new double[32];
      unit[i] = 1.0;
      pyramid.analyse(unit, 0, levels);
      int row = 0;
      for (int level = 0; level < 3; level++) {
        setColumn(matrix, i, row, levels.data(level));
        row += levels.data(level).length;
      }
      assertEquals(32, row);
    }
    assertEquals(logDeterminant(matrix), pyramid.logDeterminant(), 1e-12);
  }

  @Test
  void levelsAddUp() {
    WaveletPyramid pyramid = new WaveletPyramid(Wavelet.HAAR, 3, 12, 20, 3);
    assertEquals(-StrictMath.log(2.0) * 3 * 3 * 5, pyramid.logDeterminant(1), 1e-12);
    assertEquals(-StrictMath.log(2.0) * 3 * 6 * 10, pyramid.logDeterminant(2), 1e-12);
    assertEquals(-StrictMath.log(2.0) * 3 * (15 + 60), pyramid.logDeterminant(), 1e-12);
    assertEquals(0.0, pyramid.logDeterminant(0));
  }

  private static void setColumn(DMatrixRMaj matrix, int column, int row, double[] values) {
    for (int i = 0; i < values.length; i++) {
      matrix.set(row + i, column, values[i]);
    }
  }

  private static double logDeterminant(DMatrixRMaj matrix) {
    return StrictMath.log(Math.abs(CommonOps_DDRM.det(matrix)));
  }
}
