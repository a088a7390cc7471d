package rivulet.check;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import rivulet.ode.Status;

/** The problems are those of DETEST, and every method solves them as well as it is asked to. */
final class DetestTest {
  private static final List<String> PROBLEMS =
      Detest.problems().stream().map(DetestProblem::name).toList();

  private static DetestProblem problem(String name) {
    return Detest.problems().get(PROBLEMS.indexOf(name));
  }

  /** Σ_d (d + 1) y_d(20) by SciPy's DOP853 at 3e-14 from problems written independently. */
  @ParameterizedTest
  @CsvSource({
    "A1, 2.061153722598273e-09",
    "A2, 0.2182178902359926",
    "A3, 2.4916502718506903",
    "A4, 17.730166481314775",
    "A5, -0.7887826688961987",
    "B1, 1.0483508207857468",
    "B2, 5.999999997938843",
    "B3, 2.9474277156572075",
    "B4, 8.118425008369922",
    "B5, 0.6003453481869085",
    "C1, 9.996786470207935",
    "C2, 9.999999907248089",
    "C3, 0.38445715010625703",
    "C4, 0.999999999999214",
    "C5, 89.73787045686085",
    "D1, 0.48419214853852743",
    "D2, -0.890598325292258",
    "D3, -1.9899970176489232",
    "D4, -2.6520492094101824",
    "D5, -3.035430997353278",
    "E1, -0.05199764383862898",
    "E2, 1.9231320116285264",
    "E3, 0.38186214055462697",
    "E4, 34.50447897840016",
    "E5, 18.91797390542621"
  })
  void referencesAgreeWithAnotherProgram(String name, double expected) {
    for (String method : List.of("dop853", "dopri8")) {
      double sum = 0;
      double[] end = new Detest.Solve(problem(name), method, 1e-13).end;
      for (int d = 0; d < end.length; d++) {
        sum += (d + 1) * end[d];
      }
      assertEquals(expected, sum, 3e-9 * (1 + Math.abs(expected)), method);
    }
  }

  /** Closed forms at t = 20. */
  @Test
  void referencesAgreeWithClosedForms() {
    assertEnd("A1", StrictMath.exp(-20));
    assertEnd("A2", 1 / Math.sqrt(21));
    assertEnd("A3", StrictMath.exp(StrictMath.sin(20)));
    assertEnd("A4", 20 / (1 + 19 * StrictMath.exp(-5)));
    double bessel = Math.sqrt(2 / (StrictMath.PI * 21));
    double value = bessel * StrictMath.sin(21);
    assertEnd("E1", value, bessel * StrictMath.cos(21) - value / 42);
    assertEquals(0, kepler(0.1, "D1"), 1e-9);
    assertEquals(0, kepler(0.9, "D5"), 1e-9);
  }

  private static void assertEnd(String name, double... expected) {
    assertArrayEquals(expected, new Detest.Solve(problem(name), "dop853", 1e-13).end, 1e-11);
  }

  /** Distance from x = cos u − e, y = √(1 − e²) sin u with u − e sin u = t. */
  private static double kepler(double eccentricity, String name) {
    double u = DetestProblem.END;
    for (int i = 0; i < 100; i++) {
      double defect = u - eccentricity * StrictMath.sin(u) - DetestProblem.END;
      u -= defect / (1 - eccentricity * StrictMath.cos(u));
    }
    double[] end = new Detest.Solve(problem(name), "dop853", 1e-13).end;
    double x = StrictMath.cos(u) - eccentricity;
    double y = Math.sqrt(1 - eccentricity * eccentricity) * StrictMath.sin(u);
    return Math.max(Math.abs(end[0] - x), Math.abs(end[1] - y));
  }

  /** Errors stay within 2,500 tolerances at 1e-6 and at 1e-9; orbits amplify them most. */
  @ParameterizedTest
  @FieldSource("PROBLEMS")
  void everyMethodKeepsToItsTolerance(String name) {
    for (double tolerance : new double[] {1e-6, 1e-9}) {
      List<Detest.Result> row = new ArrayList<>();
      Detest.run(problem(name), tolerance, row::add);
      assertEquals(Detest.methods().size(), row.size());
      for (Detest.Result result : row) {
        assertEquals(Status.FINISHED, result.status(), result.toString());
        assertTrue(result.error() < 2500 * tolerance, result.toString());
        assertNotEquals(0, result.error(), "measured against another method");
      }
    }
  }
}
