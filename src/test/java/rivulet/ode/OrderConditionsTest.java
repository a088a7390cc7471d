package rivulet.ode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rivulet.ode.method.ButcherTableau;
import rivulet.ode.method.Embedded;
import rivulet.ode.method.Rational;

/**
 * Every method has exactly the order it claims, for b and for b̂ (docs/mathematics.md section 6).
 */
final class OrderConditionsTest {
  private static final double ROUNDED = 1e-14;

  static List<String> names() {
    return ButcherTableau.names();
  }

  @Test
  void treesOfEachOrderAreAsManyAsTheyShouldBe() {
    int[] expected = {1, 1, 2, 4, 9, 20, 48, 115};
    int[] found =
        IntStream.rangeClosed(1, 8).map(order -> RootedTree.ofOrder(order).size()).toArray();
    assertEquals(Arrays.toString(expected), Arrays.toString(found), "rooted trees");
  }

  @ParameterizedTest
  @MethodSource("names")
  void solutionHasItsOrderAndNoMore(String name) {
    ButcherTableau tableau = ButcherTableau.named(name);
    assertOrder(tableau, tableau.b(), tableau.order());
  }

  @ParameterizedTest
  @MethodSource("names")
  void embeddedSolutionsHaveTheirOrderAndNoMore(String name) {
    ButcherTableau tableau = ButcherTableau.named(name);
    assertEquals(!tableau.embedded().isEmpty(), tableau.estimatesError());
    for (Embedded embedded : tableau.embedded()) {
      assertOrder(tableau, embedded.weights(), embedded.order());
    }
  }

  /** e₁ ~ h⁶ and e₂ ~ h⁴ make e₁²/e₂ ~ h⁸. */
  @Test
  void theTwoEstimatesOfDop853Combine() {
    assertEquals(8, ButcherTableau.named("dop853").errorPower());
    assertEquals(5, ButcherTableau.named("dopri5").errorPower());
    assertEquals(0, ButcherTableau.named("rk4").errorPower());
  }

  @Test
  void aWrongDigitIsSeen() {
    ButcherTableau bosh3 = ButcherTableau.named("bosh3");
    List<Rational> wrong =
        List.of(Rational.parse("2/9"), Rational.parse("4/9"), Rational.parse("1/3"), Rational.ZERO);
    assertTrue(worst(bosh3, wrong, 2) > 0.01);
  }

  private static void assertOrder(ButcherTableau tableau, List<Rational> b, int order) {
    for (int nodes = 1; nodes <= order; nodes++) {
      double worst = worst(tableau, b, nodes);
      double bound = tableau.published() == ButcherTableau.Digits.EXACT ? 0 : ROUNDED;
      assertTrue(worst <= bound, tableau.name() + " misses order " + nodes + " by " + worst);
    }
    assertTrue(worst(tableau, b, order + 1) > 1e-8, tableau.name() + " has a higher order");
  }

  private static double worst(ButcherTableau tableau, List<Rational> b, int nodes) {
    double worst = 0;
    for (RootedTree tree : RootedTree.ofOrder(nodes)) {
      Rational defect = tree.defect(tableau, b);
      double size = defect.isZero() ? 0 : Math.max(Math.abs(defect.toDouble()), Double.MIN_VALUE);
      worst = Math.max(worst, size);
    }
    return worst;
  }
}
