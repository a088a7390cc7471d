package rivulet.check.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sum beside EJML's singular values, also of matrices of less than full rank. */
final class SingularValuesAccuracyTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 1", "17, 17", "40, 25"})
  void equalsTheOracle(int size, int rank) {
    Random random = new Random(size);
    DMatrixRMaj matrix = new DMatrixRMaj(size, size);
    double[][] rows = new double[size][size];
    for (int r = 0; r < rank; r++) {
      double[] left = random.doubles(size, -1, 1).toArray();
      double[] right = random.doubles(size, -1, 1).toArray();
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          rows[i][j] += left[i] * right[j];
          matrix.set(i, j, rows[i][j]);
        }
      }
    }
    var values = DecompositionFactory_DDRM.svd(size, size, false, false, true);
    values.decompose(matrix);
    double expected = Arrays.stream(values.getSingularValues()).sum();
    assertEquals(expected, SingularValues.sum(rows), 1e-12 * expected);
  }

  @Test
  void ofDiagonalsAndNothing() {
    assertEquals(6, SingularValues.sum(new double[][] {{-1, 0, 0}, {0, 3, 0}, {0, 0, 2}}), 1e-14);
    assertEquals(0, SingularValues.sum(new double[3][3]), 1e-300);
  }
}
