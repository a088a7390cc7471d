package rivulet.ode.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import rivulet.ode.Field;
import rivulet.ode.FieldSystem;
import rivulet.ode.RootedTree;
import rivulet.ode.RungeKuttaSolver;
import rivulet.ode.SaveAt;
import rivulet.ode.SolverOptions;
import rivulet.ode.Trajectory;

/** The solution within a step has the order it claims: by rooted trees and by observation. */
final class DenseOutputTest {
  private static final double ROUNDED = 1e-13;
  private static final double START = 0.4;

  /** More points than a polynomial of degree 7 can agree with zero in by chance. */
  private static final List<Rational> THETAS =
      List.of("1/9", "2/9", "1/3", "4/9", "5/9", "2/3", "7/9", "8/9", "1").stream()
          .map(Rational::parse)
          .toList();

  static List<String> names() {
    return ButcherTableau.names();
  }

  @ParameterizedTest
  @CsvSource({"bosh3, 3", "dopri5, 4", "tsit5, 4", "dop853, 7", "rk4, 3", "euler, 1", "dopri8, 3"})
  void ordersAreThosePublished(String name, int order) {
    assertEquals(order, ButcherTableau.named(name).dense().order());
  }

  /** Σ_i w_i(θ) Φ_i = θ^n / γ for every tree of n nodes up to the order, and for no higher one. */
  @ParameterizedTest
  @MethodSource("names")
  void treesHaveTheirPowersOfTheta(String name) {
    ButcherTableau tableau = ButcherTableau.named(name);
    int order = tableau.dense().order();
    double bound = tableau.published() == ButcherTableau.Digits.EXACT ? 0 : ROUNDED;
    for (int nodes = 1; nodes <= order; nodes++) {
      double worst = worst(tableau, nodes);
      assertTrue(worst <= bound, name + " misses order " + nodes + " by " + worst);
    }
    assertTrue(worst(tableau, order + 1) > 1e-7, name + " has a higher order");
  }

  private static double worst(ButcherTableau tableau, int nodes) {
    ButcherTableau extended = extended(tableau);
    double worst = 0;
    for (RootedTree tree : RootedTree.ofOrder(nodes)) {
      List<Rational> values = tree.stageWeights(extended);
      for (Rational theta : THETAS) {
        Rational sum = Rational.ZERO;
        List<Rational> weights = tableau.dense().weights(tableau, theta);
        for (int i = 0; i < weights.size(); i++) {
          sum = sum.plus(weights.get(i).times(values.get(i)));
        }
        Rational exact = Rational.parse("1/" + tree.density());
        for (int n = 0; n < nodes; n++) {
          exact = exact.times(theta);
        }
        Rational defect = sum.minus(exact);
        worst =
            Math.max(
                worst,
                defect.isZero() ? 0 : Math.max(Math.abs(defect.toDouble()), Double.MIN_VALUE));
      }
    }
    return worst;
  }

  /** The method with the additional stages, which its solution does not use. */
  private static ButcherTableau extended(ButcherTableau tableau) {
    DenseOutput dense = tableau.dense();
    List<List<Rational>> a = new ArrayList<>(tableau.a());
    a.addAll(dense.a());
    List<Rational> c = new ArrayList<>(tableau.c());
    c.addAll(dense.c());
    List<Rational> b = new ArrayList<>(tableau.b());
    while (b.size() < c.size()) {
      b.add(Rational.ZERO);
    }
    boolean fsal = ButcherTableau.fsal(a, b);
    DenseOutput none = DenseOutput.hermite(1, fsal, b);
    return new ButcherTableau("x", tableau.order(), tableau.published(), a, b, List.of(), c, none);
  }

  /**
   * The largest error between the ends falls with power p* + 1 of the step; too steep only at order
   * 7.
   */
  @ParameterizedTest
  @MethodSource("names")
  void errorsWithinOneStepShrinkAsClaimed(String name) {
    int power = ButcherTableau.named(name).dense().order() + 1;
    double step = power < 5 ? 0.02 : power < 8 ? 0.1 : 0.4;
    double coarse = errorInOneStep(name, step);
    double fine = errorInOneStep(name, step / 2);
    double slope = StrictMath.log(coarse / fine) / StrictMath.log(2);
    assertTrue(fine > 1e-14, name + ": " + fine);
    assertTrue(
        slope > power - 0.3 && slope < power + (power < 8 ? 0.5 : 1), name + ": slope " + slope);
  }

  private static double errorInOneStep(String name, double step) {
    double[] worst = {0};
    double[] times = new double[19];
    for (int i = 0; i < times.length; i++) {
      times[i] = START + step * (i + 1) / 20;
    }
    RungeKuttaSolver solver = FieldSystem.solver(SolverOptions.fixed(name, 1));
    FieldSystem system = new FieldSystem(Field.gaussian(), 1, 1, solver.registersToSave());
    double start = StrictMath.exp(-START * START);
    SaveAt.Sink sink =
        (lane, index, time, register) -> {
          double exact = StrictMath.exp(-time * time);
          worst[0] = Math.max(worst[0], Math.abs(system.get(0, register, 0) - exact));
        };
    SaveAt saveAt = new SaveAt(times, sink);
    int[] lanes = {0};
    solver.solve(system.start(0, start), lanes, 1, START, START + step, Trajectory.none(), saveAt);
    return worst[0];
  }

  /** Continuous with its derivative at the joint of two steps. */
  @Test
  void derivativesMeetAtTheEndsOfSteps() {
    for (String name : names()) {
      ButcherTableau tableau = ButcherTableau.named(name);
      DenseOutput dense = tableau.dense();
      List<Rational> zero = dense.weights(tableau, Rational.ZERO);
      List<Rational> one = dense.weights(tableau, Rational.ONE);
      for (int i = 0; i < zero.size(); i++) {
        Rational b = i < tableau.stages() ? tableau.b().get(i) : Rational.ZERO;
        assertTrue(zero.get(i).isZero(), name);
        assertEquals(b, one.get(i), name);
      }
      Rational small = Rational.parse("1/1000000000");
      List<Rational> near = dense.weights(tableau, small);
      List<Rational> end = dense.weights(tableau, Rational.ONE.minus(small));
      int last = tableau.fsal() ? tableau.stages() - 1 : tableau.stages();
      for (int i = 0; i < zero.size(); i++) {
        assertEquals(i == 0 ? 1 : 0, near.get(i).toDouble() * 1e9, 1e-5, name);
        double slope = one.get(i).minus(end.get(i)).toDouble() * 1e9;
        assertEquals(i == last ? 1 : 0, slope, 1e-5, name);
      }
    }
  }
}
