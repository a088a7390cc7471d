package rivulet.tensor.kernel.gemm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.ejml.dense.row.SingularOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rivulet.tensor.kernel.Lanes;

/** Newton–Schulz steps against their formula in float64, and against what they are for. */
final class NewtonSchulzParityTest {
  /** Largest error of an element, in units of 2⁻²⁴; singular values are near 1. Measured: 48. */
  private static final double BOUND = 64 * 0x1p-24;

  @ParameterizedTest
  @CsvSource({
    "1,1", "2,1", "9,1", "16,16", "18,5", "45,45", "64,18", "64,45", "100,33", "585,64", "300,96"
  })
  void agreesWithFloat64(int rows, int columns) {
    DMatrixRMaj x = withSingularValues(rows, columns, 0.001, rows * 31L + columns);
    DMatrixRMaj found = run(x);
    for (int step = 0; step < NewtonSchulz.STEPS; step++) {
      x = step(x);
    }
    for (int i = 0; i < x.getNumElements(); i++) {
      assertEquals(x.get(i), found.get(i), BOUND, "element " + i);
    }
  }

  /** X·(a·I + b·S + c·S²) by the definition. */
  private static DMatrixRMaj step(DMatrixRMaj x) {
    int n = x.numCols;
    DMatrixRMaj gram = new DMatrixRMaj(n, n);
    CommonOps_DDRM.multTransA(x, x, gram);
    DMatrixRMaj square = new DMatrixRMaj(n, n);
    CommonOps_DDRM.mult(gram, gram, square);
    DMatrixRMaj sum = CommonOps_DDRM.identity(n);
    CommonOps_DDRM.scale(3.4445, sum);
    CommonOps_DDRM.addEquals(sum, -4.7750, gram);
    CommonOps_DDRM.addEquals(sum, 2.0315, square);
    DMatrixRMaj result = new DMatrixRMaj(x.numRows, n);
    CommonOps_DDRM.mult(x, sum, result);
    return result;
  }

  /** Of the largest singular value 1 and the others down to the hundredth part of it. */
  @ParameterizedTest
  @CsvSource({"16,16", "64,18", "100,33", "585,64"})
  void singularValuesComeNearOne(int rows, int columns) {
    double[] values = singularValues(run(withSingularValues(rows, columns, 0.01, 5)));
    for (double value : values) {
      assertTrue(value > 0.681 && value < 1.135, () -> "singular value " + value);
    }
  }

  /** Σ singular values of XᵀY for the result Y is then nearly that of X times one each. */
  @ParameterizedTest
  @CsvSource({"64,18", "585,64"})
  void singularVectorsStay(int rows, int columns) {
    DMatrixRMaj x = withSingularValues(rows, columns, 0.01, 6);
    DMatrixRMaj y = run(x);
    DMatrixRMaj product = new DMatrixRMaj(columns, columns);
    CommonOps_DDRM.multTransA(x, y, product);
    DMatrixRMaj transposed = CommonOps_DDRM.transpose(product, null);
    for (int i = 0; i < product.getNumElements(); i++) {
      assertEquals(product.get(i), transposed.get(i), BOUND, "V·Σ·p(Σ)·Vᵀ is symmetric");
    }
  }

  @Test
  void zerosStayZeros() {
    DMatrixRMaj zero = new DMatrixRMaj(18, 5);
    assertEquals(0, CommonOps_DDRM.elementMaxAbs(run(zero)));
  }

  @Test
  void wideMatricesAreRefused() {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment scratch = arena.allocate(NewtonSchulz.scratchBytes(5, 4), 64);
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> new NewtonSchulz(4, 5, scratch, 0));
      assertEquals(
          "newton-schulz: needs at least as many rows as columns, found 4x5; transpose it",
          refused.getMessage());
    }
  }

  private static double[] singularValues(DMatrixRMaj x) {
    return SingularOps_DDRM.singularValues(x);
  }

  /** U·Σ·Vᵀ of random U and V, singular values from 1 evenly by ratio down to {@code least}. */
  private static DMatrixRMaj withSingularValues(int rows, int columns, double least, long seed) {
    Random random = new Random(seed);
    DMatrixRMaj u = RandomMatrices_DDRM.orthogonal(rows, columns, random);
    DMatrixRMaj v = RandomMatrices_DDRM.orthogonal(columns, columns, random);
    double[] values = new double[columns];
    for (int i = 0; i < columns; i++) {
      values[i] = StrictMath.pow(least, i / Math.max(1.0, columns - 1.0));
    }
    CommonOps_DDRM.multCols(u, values);
    DMatrixRMaj x = new DMatrixRMaj(rows, columns);
    CommonOps_DDRM.multTransB(u, v, x);
    for (int i = 0; i < x.getNumElements(); i++) {
      x.set(i, (float) x.get(i));
    }
    return x;
  }

  private static DMatrixRMaj run(DMatrixRMaj x) {
    try (Arena arena = Arena.ofShared()) {
      long bytes = NewtonSchulz.scratchBytes(x.numRows, x.numCols);
      MemorySegment scratch = arena.allocate(bytes + 64, 64);
      NewtonSchulz steps = new NewtonSchulz(x.numRows, x.numCols, scratch, 64);
      Matrix in = steps.input();
      for (int i = 0; i < x.getNumElements(); i++) {
        Lanes.set(in.segment(), in.at() + 4L * i, (float) x.get(i));
      }
      steps.run();
      Matrix out = steps.result();
      DMatrixRMaj result = new DMatrixRMaj(x.numRows, x.numCols);
      for (int i = 0; i < result.getNumElements(); i++) {
        result.set(i, Lanes.get(out.segment(), out.at() + 4L * i));
      }
      return result;
    }
  }
}
