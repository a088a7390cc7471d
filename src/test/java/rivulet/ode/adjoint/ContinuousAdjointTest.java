package rivulet.ode.adjoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import rivulet.ode.AdaptiveSteps;
import rivulet.ode.ContractingSystem;
import rivulet.ode.NonlinearSystem;
import rivulet.ode.RungeKuttaSolver;
import rivulet.ode.SolverOptions;
import rivulet.ode.Status;
import rivulet.ode.Tolerance;
import rivulet.ode.Trajectory;
import rivulet.ode.method.ButcherTableau;

/**
 * The continuous adjoints converge to the discrete one as the tolerance falls, and all of them to
 * central differences in float64.
 */
final class ContinuousAdjointTest {
  private static final int LANES = 3;
  private static final int[] ALL = {2, 0, 1};
  private static final double END = 1.7;
  private static final double[][] STARTS = {{0.5, 1.1}, {-0.8, 0.3}, {1.9, -1.2}};
  private static final double[][] WEIGHTS = {
    {1, 0.5, 0.7, -0.3}, {-0.4, 2, 0, 1}, {0.3, -1, 1.5, 0.2}
  };

  @ParameterizedTest
  @CsvSource({
    "BACKSOLVE, dopri5", "BACKSOLVE, bosh3", "BACKSOLVE, dop853",
    "INTERPOLATING, dopri5", "INTERPOLATING, bosh3", "INTERPOLATING, tsit5",
    "INTERPOLATING, dop853", "INTERPOLATING, cash-karp"
  })
  void convergeToTheDiscreteOneAndToDifferences(Adjoint.Kind kind, String method) {
    double[] truth = differences();
    double[] tolerances = method.equals("bosh3") ? new double[] {1e-3, 1e-5, 1e-7} : FINE;
    double before = Double.POSITIVE_INFINITY;
    double apart = Double.POSITIVE_INFINITY;
    for (double tolerance : tolerances) {
      SolverOptions options = SolverOptions.adaptive(method, tolerance);
      double[] discrete = new Gradient(Adjoint.Kind.DISCRETE, options).all();
      double[] continuous = new Gradient(kind, options).all();
      apart = distance(discrete, continuous);
      assertTrue(apart < before / 3, tolerance + ": " + apart + " after " + before);
      assertTrue(apart < 300 * tolerance, tolerance + ": discrete and continuous differ " + apart);
      assertTrue(distance(truth, continuous) < 300 * tolerance, "differences, " + tolerance);
      assertTrue(distance(truth, discrete) < 300 * tolerance, "differences, " + tolerance);
      before = apart;
    }
    assertNotEquals(0, apart, "they are different numbers");
  }

  private static final double[] FINE = {1e-4, 1e-6, 1e-8};

  /** Gradients by start values and parameters of the sum over lanes, of the exact solution. */
  private static double[] differences() {
    double step = 1e-4;
    double[] truth = new double[2 * LANES + 3];
    for (int i = 0; i < truth.length; i++) {
      truth[i] =
          (8 * (shifted(i, step) - shifted(i, -step))
                  - (shifted(i, 2 * step) - shifted(i, -2 * step)))
              / (12 * step);
    }
    return truth;
  }

  private static double shifted(int index, double by) {
    RungeKuttaSolver solver =
        new RungeKuttaSolver(SolverOptions.adaptive("dop853", 1e-13), LANES, 2);
    NonlinearSystem system = new NonlinearSystem(LANES, solver.registers(), 1);
    for (int lane = 0; lane < LANES; lane++) {
      System.arraycopy(STARTS[lane], 0, system.register(0), 2 * lane, 2);
    }
    if (index < 2 * LANES) {
      system.register(0)[index] += by;
    } else {
      system.theta[index - 2 * LANES] += by;
    }
    solver.solve(system, ALL, LANES, 0, END, Trajectory.none());
    double sum = 0;
    for (int lane = 0; lane < LANES; lane++) {
      for (int d = 0; d < 2; d++) {
        sum += WEIGHTS[lane][d] * system.get(lane, 0, d);
        sum += WEIGHTS[lane][2 + d] * solver.quadrature(lane, d);
      }
    }
    return sum;
  }

  private static double distance(double[] left, double[] right) {
    double largest = 0;
    double size = 1;
    for (int i = 0; i < left.length; i++) {
      largest = Math.max(largest, Math.abs(left[i] - right[i]));
      size = Math.max(size, Math.abs(left[i]));
    }
    return largest / size;
  }

  /** With equal steps too, as fine as the steps are. */
  @ParameterizedTest
  @EnumSource(
      value = Adjoint.Kind.class,
      names = {"BACKSOLVE", "INTERPOLATING"})
  void fixedStepsConvergeWithTheirOrder(Adjoint.Kind kind) {
    double[] truth = differences();
    double coarse = distance(truth, new Gradient(kind, SolverOptions.fixed("rk4", 40)).all());
    double fine = distance(truth, new Gradient(kind, SolverOptions.fixed("rk4", 80)).all());
    double slope = StrictMath.log(coarse / fine) / StrictMath.log(2);
    assertTrue(slope > 3.6 && slope < 5, "slope " + slope);
  }

  /** A lane's start gradient has the same bits in any company. */
  @ParameterizedTest
  @EnumSource(Adjoint.Kind.class)
  void lanesAreIndependent(Adjoint.Kind kind) {
    SolverOptions options = SolverOptions.adaptive("dopri5", 1e-6);
    double[] together = new Gradient(kind, options).all();
    for (int lane = 0; lane < LANES; lane++) {
      double[] alone = new Gradient(kind, options, lane).all();
      double[] part = Arrays.copyOfRange(together, 2 * lane, 2 * lane + 2);
      assertArrayEquals(part, Arrays.copyOfRange(alone, 2 * lane, 2 * lane + 2), 0);
    }
  }

  /** The units of the loss choose no steps: a power of two changes no digit. */
  @ParameterizedTest
  @EnumSource(Adjoint.Kind.class)
  void theGradientIsLinearInTheLossToTheLastBit(Adjoint.Kind kind) {
    double small = 0x1p-40;
    SolverOptions options = SolverOptions.adaptive("dopri5", 1e-5);
    double[] whole = new Gradient(kind, options, 1.0, 1).all();
    double[] part = new Gradient(kind, options, small, 1).all();
    for (int i = 0; i < part.length; i++) {
      part[i] /= small;
    }
    assertArrayEquals(whole, part, 0);
  }

  /** Without quadratures there are no weights. */
  @ParameterizedTest
  @EnumSource(Adjoint.Kind.class)
  void zeroWeightsLeaveTheStateAlone(Adjoint.Kind kind) {
    Gradient gradient = new Gradient(kind, SolverOptions.adaptive("dopri5", 1e-9));
    gradient.solve(new double[2 * LANES]);
    double[] exact =
        new Gradient(Adjoint.Kind.DISCRETE, SolverOptions.adaptive("dopri5", 1e-9))
            .solve(new double[2 * LANES])
            .all();
    assertTrue(distance(exact, gradient.all()) < 1e-6);
  }

  /** The state found backwards leaves the state that was there where the field contracts. */
  @Test
  void backsolveLosesItsWayInAContractingField() {
    double discrete = contracting(Adjoint.Kind.DISCRETE);
    double interpolating = contracting(Adjoint.Kind.INTERPOLATING);
    double backsolve = contracting(Adjoint.Kind.BACKSOLVE);
    double exact = contractingExactly();
    assertEquals(exact, discrete, 1e-4 * exact);
    assertEquals(exact, interpolating, 1e-3 * exact);
    assertTrue(!(Math.abs(backsolve - exact) < 0.1 * exact), "backsolve " + backsolve);
  }

  /** y' = −θ y − y³ over a time in which e^(−θ t) reaches 1e-11; the gradient of ∫ y² by θ. */
  private static double contracting(Adjoint.Kind kind) {
    SolverOptions options = SolverOptions.adaptive("dopri5", 1e-7);
    RungeKuttaSolver solver = new RungeKuttaSolver(options, 1, 1);
    Adjoint adjoint = Adjoint.of(kind, options, 1, 1);
    ContractingSystem system = new ContractingSystem(adjoint.registers());
    Trajectory trajectory = new Trajectory(1);
    int[] lane = {0};
    system.set(0, 0, 0, 1);
    solver.solve(system, lane, 1, 0, 10, trajectory);
    system.set(0, adjoint.cotangent(), 0, 0);
    adjoint.solve(system, lane, 1, trajectory, new double[] {1});
    return Math.abs(system.gradient);
  }

  /** Substituting u = y²: ∫ y² dt = ½ ln(1 + 1/θ) up to e^(−20 θ); its derivative by θ. */
  private static double contractingExactly() {
    double theta = ContractingSystem.THETA;
    return 0.5 / (theta * (theta + 1));
  }

  @Test
  void aFailedWayBackIsToldByStatus() {
    AdaptiveSteps few = AdaptiveSteps.of(Tolerance.of(1e-9)).withMaxSteps(3);
    SolverOptions options = new SolverOptions(ButcherTableau.named("dopri5"), few);
    BacksolveAdjoint adjoint = new BacksolveAdjoint(options, LANES, 2);
    NonlinearSystem system = new NonlinearSystem(LANES, adjoint.registers(), 1);
    Trajectory trajectory = new Trajectory(LANES);
    RungeKuttaSolver forward =
        new RungeKuttaSolver(SolverOptions.adaptive("dopri5", 1e-4), LANES, 2);
    system.set(0, 0, 0, 1.9);
    forward.solve(system, new int[] {0}, 1, 0, END, trajectory);
    system.set(0, adjoint.cotangent(), 0, 1);
    adjoint.solve(system, new int[] {0}, 1, trajectory, new double[2 * LANES]);
    assertEquals(Status.TOO_MANY_STEPS, adjoint.solution().status(0));
    assertTrue(adjoint.solution().describe(0).contains("allow more steps"));
  }

  @Test
  void kindsHaveNames() {
    for (Adjoint.Kind kind : Adjoint.Kind.values()) {
      assertEquals(kind, Adjoint.Kind.parse(kind.name().toLowerCase(Locale.ROOT)));
    }
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> Adjoint.Kind.parse("exact"));
    assertEquals(
        "adjoint: 'exact' is unknown; choose one of discrete, backsolve, interpolating",
        thrown.getMessage());
  }

  /** A recorded solve and its gradient. */
  private static final class Gradient {
    private final Adjoint adjoint;
    private final NonlinearSystem system;
    private final Trajectory trajectory = new Trajectory(LANES);
    private final int[] lanes;
    private final double factor;
    private final double[] end;

    Gradient(Adjoint.Kind kind, SolverOptions options, int... chosen) {
      this(kind, options, 1, chosen);
    }

    Gradient(Adjoint.Kind kind, SolverOptions options, double factor, int... chosen) {
      this.factor = factor;
      lanes = chosen.length == 0 ? ALL : chosen;
      RungeKuttaSolver solver = new RungeKuttaSolver(options, LANES, 2);
      adjoint = Adjoint.of(kind, options, LANES, 2);
      system = new NonlinearSystem(LANES, adjoint.registers(), solver.slotsPerStep());
      for (int lane = 0; lane < LANES; lane++) {
        System.arraycopy(STARTS[lane], 0, system.register(0), 2 * lane, 2);
      }
      solver.solve(system, lanes, lanes.length, 0, END, trajectory);
      double[] quadratures = new double[2 * LANES];
      for (int lane = 0; lane < LANES; lane++) {
        quadratures[2 * lane] = factor * WEIGHTS[lane][2];
        quadratures[2 * lane + 1] = factor * WEIGHTS[lane][3];
      }
      end = system.register(0).clone();
      solve(quadratures);
    }

    Gradient solve(double[] quadratureWeights) {
      Arrays.fill(system.thetaGradient, 0);
      System.arraycopy(end, 0, system.register(0), 0, end.length);
      for (int lane = 0; lane < LANES; lane++) {
        system.set(lane, adjoint.cotangent(), 0, factor * WEIGHTS[lane][0]);
        system.set(lane, adjoint.cotangent(), 1, factor * WEIGHTS[lane][1]);
      }
      adjoint.solve(system, lanes, lanes.length, trajectory, quadratureWeights);
      for (int lane : lanes) {
        assertTrue(adjoint.solution().finished(lane), adjoint.solution().describe(lane));
      }
      return this;
    }

    double[] all() {
      double[] gradient = Arrays.copyOf(system.register(adjoint.cotangent()), 2 * LANES + 3);
      System.arraycopy(system.thetaGradient, 0, gradient, 2 * LANES, 3);
      return gradient;
    }
  }
}
