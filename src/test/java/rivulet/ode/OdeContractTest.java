package rivulet.ode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import rivulet.ode.method.ButcherTableau;
import rivulet.ode.method.DenseOutput;
import rivulet.ode.method.Embedded;
import rivulet.ode.method.Rational;

/** Bad input is refused in words. */
final class OdeContractTest {
  private static final List<Rational> ONE = List.of(Rational.ONE);

  @Test
  void unknownMethod() {
    refused(
        "solver: no method 'rk5'; choose one of " + String.join(", ", ButcherTableau.names()),
        () -> ButcherTableau.named("rk5"));
  }

  @Test
  void toleranceForAMethodWithoutErrorEstimate() {
    refused(
        "solver: method 'rk4' has no error estimate, so it cannot meet a tolerance; give it a"
            + " number of steps or choose bosh3 or dopri5",
        () -> SolverOptions.adaptive("rk4", 1e-3));
  }

  @Test
  void tolerances() {
    refused(
        "tolerance: needs atol > 0 and rtol >= 0, found atol 0.0, rtol 0.0", () -> Tolerance.of(0));
    refused(
        "tolerance: needs atol > 0 and rtol >= 0, found atol NaN, rtol NaN",
        () -> Tolerance.of(Double.NaN));
    refused("fixed steps: needs at least 1 step, found 0", () -> new FixedSteps(0));
  }

  @Test
  void controllers() {
    refused(
        "step controller: needs 0 < beta1, 0 < safety <= 1, 0 < minFactor < 1 < maxFactor; found"
            + " beta1 1.0, beta2 0.0, beta3 0.0, safety 1.5, minFactor 0.2, maxFactor 10.0",
        () -> new StepController(1, 0, 0, 1.5, 0.2, 10));
  }

  @Test
  void tableauxThatDoNotFit() {
    List<List<Rational>> a = List.of(List.of());
    List<Rational> zero = List.of(Rational.ZERO);
    refused("tableau 'x': row 0 does not sum to c", () -> tableau(a, ONE, List.of(), ONE));
    refused("tableau 'x': b does not sum to 1", () -> tableau(a, zero, List.of(), zero));
    refused(
        "tableau 'x': b̂ does not sum to 1",
        () -> tableau(a, ONE, List.of(new Embedded(1, zero)), zero));
    refused(
        "tableau 'x': b and b̂ differ in size",
        () -> tableau(a, ONE, List.of(new Embedded(1, List.of())), zero));
    refused("embedded: order must be positive, found 0", () -> new Embedded(0, ONE));
  }

  private static ButcherTableau tableau(
      List<List<Rational>> a, List<Rational> b, List<Embedded> embedded, List<Rational> c) {
    DenseOutput dense = DenseOutput.hermite(1, false, b);
    return new ButcherTableau("x", 1, ButcherTableau.Digits.EXACT, a, b, embedded, c, dense);
  }

  @Test
  void solverArguments() {
    RungeKuttaSolver solver = FieldSystem.solver(SolverOptions.fixed("euler", 2));
    FieldSystem system = new FieldSystem(Field.gaussian(), 1, 1, solver.registers());
    FieldSystem wide = new FieldSystem(Field.gaussian(), 1, 2, solver.registers());
    Trajectory none = Trajectory.none();
    refused(
        "solver: built for 1 lanes and 0 quadratures, system has 2 and 0",
        () -> solver.solve(wide, new int[] {0}, 1, 0, 1, none));
    refused(
        "solver: the interval must be finite, found 0.0 to NaN",
        () -> solver.solve(system, new int[] {0}, 1, 0, Double.NaN, none));
    refused(
        "lanes: entry 0 is 1, listed twice or outside 0..0",
        () -> solver.solve(system, new int[] {1}, 1, 0, 1, none));
    refused(
        "lanes: count 2 does not fit a list of 1 and 1 lanes",
        () -> solver.solve(system, new int[] {0}, 2, 0, 1, none));
    refused(
        "solver: built for 1 lanes, trajectory has 3",
        () -> solver.solve(system, new int[] {0}, 1, 0, 1, new Trajectory(3)));
    refused("solution: no quadrature 0, the system has 0", () -> solver.quadrature(0, 0));
  }

  @Test
  void rationals() {
    assertEquals("-1/3", Rational.parse("2/-6").toString());
    assertEquals(Rational.parse("161/1000"), Rational.parse("0.161"));
    assertEquals(0.1, Rational.parse("1/10").toDouble());
    assertEquals(Rational.of(1200), Rational.parse("1.2e3"));
    refused("rational: denominator of 1/0 is zero", () -> Rational.parse("1/0"));
    refused(
        "rational: 'x' is neither an integer, a fraction p/q nor a decimal",
        () -> Rational.parse("x"));
  }

  private static void refused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
