package rivulet.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The 25 problems of DETEST: single equations (A), small systems (B), moderate systems (C), orbits
 * (D) and higher-order equations (E). Source: Hull, Enright, Fellen, Sedgwick, SIAM J. Numer. Anal.
 * 9 (1972); Enright, Pryce, ACM TOMS 13 (1987).
 */
final class DetestProblems {
  private static final List<DetestProblem> SINGLE =
      List.of(
          new DetestProblem("A1", "decay", (t, y, dy) -> dy[0] = -y[0], 1),
          new DetestProblem(
              "A2", "a Riccati equation", (t, y, dy) -> dy[0] = -0.5 * y[0] * y[0] * y[0], 1),
          new DetestProblem(
              "A3", "an oscillation", (t, y, dy) -> dy[0] = y[0] * StrictMath.cos(t), 1),
          new DetestProblem(
              "A4", "logistic growth", (t, y, dy) -> dy[0] = 0.25 * y[0] * (1 - y[0] / 20), 1),
          new DetestProblem("A5", "a spiral", (t, y, dy) -> dy[0] = (y[0] - t) / (y[0] + t), 4));

  private static final List<DetestProblem> SMALL =
      List.of(
          new DetestProblem(
              "B1",
              "two populations",
              (t, y, dy) -> {
                dy[0] = 2 * (y[0] - y[0] * y[1]);
                dy[1] = -(y[1] - y[0] * y[1]);
              },
              1,
              3),
          new DetestProblem(
              "B2",
              "a linear reaction",
              (t, y, dy) -> {
                dy[0] = -y[0] + y[1];
                dy[1] = y[0] - 2 * y[1] + y[2];
                dy[2] = y[1] - y[2];
              },
              2,
              0,
              1),
          new DetestProblem(
              "B3",
              "a nonlinear reaction",
              (t, y, dy) -> {
                dy[0] = -y[0];
                dy[1] = y[0] - y[1] * y[1];
                dy[2] = y[1] * y[1];
              },
              1,
              0,
              0),
          new DetestProblem("B4", "the surface of a torus", DetestProblems::torus, 3, 0, 0),
          new DetestProblem(
              "B5",
              "a rigid body",
              (t, y, dy) -> {
                dy[0] = y[1] * y[2];
                dy[1] = -y[0] * y[2];
                dy[2] = -0.51 * y[0] * y[1];
              },
              0,
              1,
              1));

  private static final List<DetestProblem> MODERATE =
      List.of(
          new DetestProblem("C1", "a decay chain", DetestProblems::chain, first(10)),
          new DetestProblem("C2", "a faster decay chain", DetestProblems::fastChain, first(10)),
          new DetestProblem("C3", "diffusion, 10 cells", DetestProblems::diffusion, first(10)),
          new DetestProblem("C4", "diffusion, 51 cells", DetestProblems::diffusion, first(51)),
          new DetestProblem("C5", "five outer planets", FivePlanets::field, FivePlanets.start()));

  private static final List<DetestProblem> ORBITS =
      List.of(
          orbit("D1", 0.1), orbit("D2", 0.3), orbit("D3", 0.5), orbit("D4", 0.7), orbit("D5", 0.9));

  private static final List<DetestProblem> HIGHER =
      List.of(
          new DetestProblem(
              "E1",
              "Bessel's equation of order 1/2",
              (t, y, dy) -> {
                double x = t + 1;
                dy[0] = y[1];
                dy[1] = -(y[1] / x + (1 - 0.25 / (x * x)) * y[0]);
              },
              0.6713967071418030,
              0.09540051444747446),
          new DetestProblem(
              "E2",
              "van der Pol's oscillator",
              (t, y, dy) -> {
                dy[0] = y[1];
                dy[1] = (1 - y[0] * y[0]) * y[1] - y[0];
              },
              2,
              0),
          new DetestProblem(
              "E3",
              "Duffing's oscillator",
              (t, y, dy) -> {
                dy[0] = y[1];
                dy[1] = y[0] * y[0] * y[0] / 6 - y[0] + 2 * StrictMath.sin(2.78535 * t);
              },
              0,
              0),
          new DetestProblem(
              "E4",
              "a falling body",
              (t, y, dy) -> {
                dy[0] = y[1];
                dy[1] = 0.032 - 0.4 * y[1] * y[1];
              },
              30,
              0),
          new DetestProblem(
              "E5",
              "a pursuit",
              (t, y, dy) -> {
                dy[0] = y[1];
                dy[1] = Math.sqrt(1 + y[1] * y[1]) / (25 - t);
              },
              0,
              0));

  private DetestProblems() {}

  /** A1 to E5. */
  static List<DetestProblem> all() {
    List<DetestProblem> all = new ArrayList<>();
    List.of(SINGLE, SMALL, MODERATE, ORBITS, HIGHER).forEach(all::addAll);
    return all;
  }

  private static void torus(double t, double[] y, double[] dy) {
    double r = Math.sqrt(y[0] * y[0] + y[1] * y[1]);
    dy[0] = -y[1] - y[0] * y[2] / r;
    dy[1] = y[0] - y[1] * y[2] / r;
    dy[2] = y[0] / r;
  }

  private static double[] first(int size) {
    double[] start = new double[size];
    Arrays.fill(start, 1, size, 0);
    start[0] = 1;
    return start;
  }

  private static void chain(double t, double[] y, double[] dy) {
    int last = y.length - 1;
    dy[0] = -y[0];
    for (int i = 1; i < last; i++) {
      dy[i] = y[i - 1] - y[i];
    }
    dy[last] = y[last - 1];
  }

  private static void fastChain(double t, double[] y, double[] dy) {
    int last = y.length - 1;
    dy[0] = -y[0];
    for (int i = 1; i < last; i++) {
      dy[i] = i * y[i - 1] - (i + 1) * y[i];
    }
    dy[last] = last * y[last - 1];
  }

  private static void diffusion(double t, double[] y, double[] dy) {
    int last = y.length - 1;
    for (int i = 0; i <= last; i++) {
      dy[i] = -2 * y[i] + (i > 0 ? y[i - 1] : 0) + (i < last ? y[i + 1] : 0);
    }
  }

  /** Kepler's problem from the point nearest to the centre. */
  private static DetestProblem orbit(String name, double eccentricity) {
    double speed = Math.sqrt((1 + eccentricity) / (1 - eccentricity));
    return new DetestProblem(
        name,
        "an orbit of eccentricity " + eccentricity,
        (t, y, dy) -> {
          double squared = y[0] * y[0] + y[1] * y[1];
          double cubed = squared * Math.sqrt(squared);
          dy[0] = y[2];
          dy[1] = y[3];
          dy[2] = -y[0] / cubed;
          dy[3] = -y[1] / cubed;
        },
        1 - eccentricity,
        0,
        0,
        speed);
  }
}
