package rivulet.ode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rivulet.ode.method.ButcherTableau;

/**
 * Flows z' = Az, whose end is e^(AT) x and whose log-determinant is T tr A (docs/mathematics.md
 * section 6), and what Hutchinson's estimate makes of them.
 */
final class LinearFlowTest {
  private static final int SIZE = 5;
  private static final double END = 0.8;
  private static final int[] LANE = {0};
  private static final double[] START = {1, -0.5, 0.3, 2, -1.2};

  static List<String> adaptive() {
    return RungeKuttaSolverTest.adaptive();
  }

  private static double[][] random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] a = new double[SIZE][SIZE];
    for (double[] row : a) {
      for (int j = 0; j < SIZE; j++) {
        row[j] = random.nextDouble(-1, 1);
      }
    }
    return a;
  }

  private static double[][] skew(long seed) {
    double[][] a = random(seed);
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j <= i; j++) {
        a[i][j] = i == j ? 0 : -a[j][i];
      }
    }
    return a;
  }

  private static double[][] diagonal(long seed) {
    double[][] a = random(seed);
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        a[i][j] = i == j ? a[i][j] : 0;
      }
    }
    return a;
  }

  private static double[] multiply(double[][] a, double[] x) {
    double[] product = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      product[i] = dot(a[i], x);
    }
    return product;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  private static double trace(double[][] a) {
    double sum = 0;
    for (int i = 0; i < SIZE; i++) {
      sum += a[i][i];
    }
    return sum;
  }

  /** e^(AT) by EJML: Taylor's series of A T/2^10, squared ten times. */
  private static DMatrixRMaj exponential(double[][] a) {
    DMatrixRMaj scaled = new DMatrixRMaj(a);
    CommonOps_DDRM.scale(END / 1024, scaled);
    DMatrixRMaj sum = CommonOps_DDRM.identity(SIZE);
    DMatrixRMaj term = CommonOps_DDRM.identity(SIZE);
    for (int n = 1; n <= 12; n++) {
      DMatrixRMaj next = new DMatrixRMaj(SIZE, SIZE);
      CommonOps_DDRM.mult(1.0 / n, term, scaled, next);
      term = next;
      CommonOps_DDRM.addEquals(sum, term);
    }
    for (int i = 0; i < 10; i++) {
      DMatrixRMaj square = new DMatrixRMaj(SIZE, SIZE);
      CommonOps_DDRM.mult(sum, sum, square);
      sum = square;
    }
    return sum;
  }

  /** Solves with rates tr A and ε·Aε. */
  private static Flow solve(String method, double tolerance, double[][] a, double[] e) {
    SolverOptions options = SolverOptions.adaptive(method, tolerance);
    RungeKuttaSolver solver = new RungeKuttaSolver(options, 1, 2);
    Field field = (t, y, dy) -> System.arraycopy(multiply(a, y), 0, dy, 0, SIZE);
    Field rates =
        (t, y, r) -> {
          r[0] = trace(a);
          r[1] = dot(e, multiply(a, e));
        };
    FieldSystem system = new FieldSystem(field, SIZE, 1, solver.registers(), rates, 2);
    solver.solve(system.start(0, START), LANE, 1, 0, END, Trajectory.none());
    double[] end = system.register(0).clone();
    return new Flow(end, solver.quadrature(0, 0), solver.quadrature(0, 1));
  }

  private record Flow(double[] end, double logDet, double estimate) {}

  @ParameterizedTest
  @MethodSource("adaptive")
  void theEndIsTheMatrixExponential(String method) {
    double tolerance = ButcherTableau.named(method).errorPower() <= 2 ? 1e-6 : 1e-9;
    double[][] a = random(3);
    Flow flow = solve(method, tolerance, a, START);
    DMatrixRMaj exact = exponential(a);
    DMatrixRMaj expected = new DMatrixRMaj(SIZE, 1);
    CommonOps_DDRM.mult(exact, new DMatrixRMaj(SIZE, 1, true, START), expected);
    assertArrayEquals(expected.data, flow.end(), 100 * tolerance);
    assertEquals(END * trace(a), flow.logDet(), 1e-12);
    assertEquals(StrictMath.log(CommonOps_DDRM.det(exact)), flow.logDet(), 1e-11);
  }

  @Test
  void aSkewFieldKeepsVolumeAndLength() {
    for (long seed = 0; seed < 5; seed++) {
      Flow flow = solve("dopri5", 1e-10, skew(seed), new double[] {1, 1, -1, 1, -1});
      assertEquals(0, flow.logDet());
      assertEquals(0, flow.estimate(), 1e-15, "xᵀAx = 0 for any x");
      assertEquals(dot(START, START), dot(flow.end(), flow.end()), 1e-8);
    }
  }

  /** ε_i a_ii ε_i = a_ii: the estimate is the trace itself, whatever ε. */
  @Test
  void aDiagonalFieldHasNoRademacherVariance() {
    double[][] a = diagonal(9);
    for (int bits = 0; bits < 1 << SIZE; bits++) {
      Flow flow = solve("bosh3", 1e-4, a, signs(bits));
      assertEquals(flow.logDet(), flow.estimate(), "exactly");
    }
  }

  private static double[] signs(int bits) {
    double[] signs = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      signs[i] = (bits >> i & 1) == 0 ? 1 : -1;
    }
    return signs;
  }

  /** 2 (‖S‖² − Σ S_ii²) T² over all 32 sign vectors, S = (A + Aᵀ)/2. */
  @Test
  void theRademacherVarianceIsItsFormula() {
    double[][] a = random(4);
    double mean = 0;
    double square = 0;
    for (int bits = 0; bits < 1 << SIZE; bits++) {
      double estimate = solve("dopri5", 1e-6, a, signs(bits)).estimate();
      mean += estimate / (1 << SIZE);
      square += estimate * estimate / (1 << SIZE);
    }
    assertEquals(END * trace(a), mean, 1e-13);
    double formula = 2 * (symmetricNorm(a) - diagonalNorm(a)) * END * END;
    assertEquals(formula, square - mean * mean, 1e-12);
  }

  /** 2 ‖S‖² T², by Gauss–Hermite points 0, ±√3 that integrate polynomials of degree 5 exactly. */
  @Test
  void theGaussianVarianceIsItsFormula() {
    double[][] a = random(5);
    double[] points = {-Math.sqrt(3), 0, Math.sqrt(3)};
    double[] weights = {1.0 / 6, 2.0 / 3, 1.0 / 6};
    double mean = 0;
    double square = 0;
    for (int index = 0; index < 243; index++) {
      double[] e = new double[SIZE];
      double weight = 1;
      for (int i = 0, rest = index; i < SIZE; i++, rest /= 3) {
        e[i] = points[rest % 3];
        weight *= weights[rest % 3];
      }
      double estimate = solve("dopri5", 1e-6, a, e).estimate();
      mean += weight * estimate;
      square += weight * estimate * estimate;
    }
    assertEquals(END * trace(a), mean, 1e-12);
    assertEquals(2 * symmetricNorm(a) * END * END, square - mean * mean, 1e-11);
  }

  private static double symmetricNorm(double[][] a) {
    double sum = 0;
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        double entry = 0.5 * (a[i][j] + a[j][i]);
        sum += entry * entry;
      }
    }
    return sum;
  }

  private static double diagonalNorm(double[][] a) {
    double sum = 0;
    for (int i = 0; i < SIZE; i++) {
      sum += a[i][i] * a[i][i];
    }
    return sum;
  }
}
