package rivulet.ode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Nonlinear flows with known log-determinants and energies (docs/mathematics.md section 6). */
final class NonlinearFlowTest {
  private static final int[] LANE = {0};

  /** A scalar field and its derivative. */
  private record Scalar(Field field, Field slope, double start) {}

  static Stream<Arguments> scalars() {
    return Stream.of(
        Arguments.of(
            "1 + x²",
            new Scalar((t, y, dy) -> dy[0] = 1 + y[0] * y[0], (t, y, r) -> r[0] = 2 * y[0], -0.4)),
        Arguments.of(
            "x − x³",
            new Scalar(
                (t, y, dy) -> dy[0] = y[0] - y[0] * y[0] * y[0],
                (t, y, r) -> r[0] = 1 - 3 * y[0] * y[0],
                0.2)),
        Arguments.of(
            "2 + sin x",
            new Scalar(
                (t, y, dy) -> dy[0] = 2 + StrictMath.sin(y[0]),
                (t, y, r) -> r[0] = StrictMath.cos(y[0]),
                0.7)),
        Arguments.of(
            "e^−x",
            new Scalar(
                (t, y, dy) -> dy[0] = StrictMath.exp(-y[0]),
                (t, y, r) -> r[0] = -StrictMath.exp(-y[0]),
                -1)));
  }

  /** ∫ f'(x) dt = ln |f(x_T) / f(x_0)|, forwards and backwards. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("scalars")
  void theLogDeterminantOfAScalarFieldIsTheLogOfItsRatio(String name, Scalar scalar) {
    for (double end : new double[] {0.9, -0.7}) {
      RungeKuttaSolver solver = new RungeKuttaSolver(SolverOptions.adaptive("dop853", 1e-11), 1, 1);
      FieldSystem system =
          new FieldSystem(scalar.field(), 1, 1, solver.registers(), scalar.slope(), 1);
      solver.solve(system.start(0, scalar.start()), LANE, 1, 0, end, Trajectory.none());
      double[] before = new double[1];
      double[] after = new double[1];
      scalar.field().derivative(0, new double[] {scalar.start()}, before);
      scalar.field().derivative(0, new double[] {system.get(0, 0, 0)}, after);
      double expected = StrictMath.log(Math.abs(after[0] / before[0]));
      assertEquals(expected, solver.quadrature(0, 0), 1e-9, name);
    }
  }

  /**
   * The straight transport of N(0, I) to N(m, s²): x_t = (1 − t) x_0 + t (m + s x_0). Its kinetic
   * energy, a mean over dimensions, is W₂²/(2D) on average over x_0; three Gauss–Hermite points per
   * dimension integrate it exactly. Its log-determinant is Σ ln s_d for every x_0.
   */
  @Test
  void transportBetweenGaussiansCostsHalfTheirDistanceSquared() {
    double[] m = {0.5, -1.2};
    double[] s = {2, 0.4};
    double[] points = {-Math.sqrt(3), 0, Math.sqrt(3)};
    double[] weights = {1.0 / 6, 2.0 / 3, 1.0 / 6};
    double energy = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        RungeKuttaSolver solver = transport(m, s, points[i], points[j]);
        energy += weights[i] * weights[j] * solver.quadrature(0, 0);
        double logDet = StrictMath.log(s[0] * s[1]);
        assertEquals(logDet, solver.quadrature(0, 1), 1e-9);
      }
    }
    double distance = 0;
    for (int d = 0; d < 2; d++) {
      distance += m[d] * m[d] + (s[d] - 1) * (s[d] - 1);
    }
    assertEquals(distance / (2 * 2), energy, 1e-9);
  }

  private static RungeKuttaSolver transport(double[] m, double[] s, double... start) {
    // Straight paths have no error to control, their log-determinant has: hence equal steps.
    RungeKuttaSolver solver = new RungeKuttaSolver(SolverOptions.fixed("dop853", 20), 1, 2);
    Field field =
        (t, y, dy) -> {
          for (int d = 0; d < 2; d++) {
            double origin = (y[d] - t * m[d]) / (1 + t * (s[d] - 1));
            dy[d] = m[d] + (s[d] - 1) * origin;
          }
        };
    Field rates =
        (t, y, r) -> {
          double[] f = new double[2];
          field.derivative(t, y, f);
          r[0] = 0.5 * (f[0] * f[0] + f[1] * f[1]) / 2;
          r[1] = (s[0] - 1) / (1 + t * (s[0] - 1)) + (s[1] - 1) / (1 + t * (s[1] - 1));
        };
    FieldSystem system = new FieldSystem(field, 2, 1, solver.registers(), rates, 2);
    solver.solve(system.start(0, start), LANE, 1, 0, 1, Trajectory.none());
    for (int d = 0; d < 2; d++) {
      assertEquals(m[d] + s[d] * start[d], system.get(0, 0, d), 1e-8, "the map itself");
    }
    return solver;
  }

  /**
   * The tangents of all dimensions pushed through the same steps give the Jacobian of the numerical
   * map; its log-determinant (EJML) and the integral of the trace approach each other with the
   * order of the method.
   */
  @ParameterizedTest
  @CsvSource({"midpoint, 2, 20", "bosh3, 3, 80", "rk4, 4, 160", "dopri5, 5, 8", "tsit5, 5, 8"})
  void theLogDeterminantOfTheNumericalMapIsCloseByTheOrder(String method, int order, int steps) {
    double coarse = gap(method, steps);
    double fine = gap(method, 2 * steps);
    double slope = StrictMath.log(coarse / fine) / StrictMath.log(2);
    assertTrue(fine > 1e-13, method + ": " + fine);
    assertTrue(slope > order - 0.4 && slope < order + 1.3, method + ": slope " + slope);
  }

  /** The field of {@link NonlinearSystem} with both tangents beside it. */
  private static double gap(String method, int steps) {
    double[] theta = {1.3, 0.4, 0.8};
    Field field =
        (t, y, dy) -> {
          NonlinearSystem.field(theta, t, y[0], y[1], dy);
          for (int column = 0; column < 2; column++) {
            double u = y[2 + 2 * column];
            double v = y[3 + 2 * column];
            dy[2 + 2 * column] = -3 * theta[1] * y[0] * y[0] * u + theta[0] * v;
            double slope = -theta[2] * y[0] - StrictMath.sin(y[1]);
            dy[3 + 2 * column] = -theta[2] * y[1] * u + slope * v;
          }
        };
    Field rates = (t, y, r) -> NonlinearSystem.rates(theta, t, y[0], y[1], r, 0);
    RungeKuttaSolver solver = new RungeKuttaSolver(SolverOptions.fixed(method, steps), 1, 2);
    FieldSystem system = new FieldSystem(field, 6, 1, solver.registers(), rates, 2);
    solver.solve(system.start(0, 0.5, 1.1, 1, 0, 0, 1), LANE, 1, 0, 1.7, Trajectory.none());
    DMatrixRMaj jacobian = new DMatrixRMaj(2, 2);
    for (int column = 0; column < 2; column++) {
      for (int row = 0; row < 2; row++) {
        jacobian.set(row, column, system.get(0, 0, 2 + 2 * column + row));
      }
    }
    double logDet = StrictMath.log(Math.abs(CommonOps_DDRM.det(jacobian)));
    return Math.abs(logDet - solver.quadrature(0, 0));
  }
}
