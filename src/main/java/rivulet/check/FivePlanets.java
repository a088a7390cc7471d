package rivulet.check;

/**
 * Problem C5 of DETEST: the five outer planets around the sun, positions in astronomical units and
 * time in units of 100 days. State: three coordinates of each planet, then their velocities.
 */
final class FivePlanets {
  private static final int PLANETS = 5;
  private static final int POSITIONS = 3 * PLANETS;
  private static final double GRAVITY = 2.95912208286;
  private static final double SUN = 1.00000597682;

  private static final double[] MASS = {
    0.000954786104043,
    0.000285583733151,
    0.0000437273164546,
    0.0000517759138449,
    0.00000277777777778
  };

  private FivePlanets() {}

  static double[] start() {
    return new double[] {
      3.42947415189, 3.35386959711, 1.35494901715,
      6.64145542550, 5.97156957878, 2.18231499728,
      11.2630437207, 14.6952576794, 6.27960525067,
      -30.1552268759, 1.65699966404, 1.43785752721,
      -21.1238353380, 28.4465098142, 15.3882659679,
      -0.557160570446, 0.505696783289, 0.230578543901,
      -0.415570776342, 0.365682722812, 0.169143213293,
      -0.325325669158, 0.189706021964, 0.0877265322780,
      -0.0240476254170, -0.287659532608, -0.117219543175,
      -0.176860753121, -0.216393453025, -0.0148647893090
    };
  }

  /** Pull of the sun, of the other planets, and of these on the sun. */
  static void field(double t, double[] y, double[] dy) {
    for (int i = 0; i < POSITIONS; i++) {
      dy[i] = y[POSITIONS + i];
      int planet = i / 3;
      int axis = i % 3;
      double sum = -(SUN + MASS[planet]) * y[i] * inverseCube(y, planet, -1);
      for (int other = 0; other < PLANETS; other++) {
        if (other != planet) {
          double there = y[3 * other + axis];
          double pull = (there - y[i]) * inverseCube(y, planet, other);
          sum += MASS[other] * (pull - there * inverseCube(y, other, -1));
        }
      }
      dy[POSITIONS + i] = GRAVITY * sum;
    }
  }

  /** 1/r³ between two planets, or from one to the sun (−1). */
  private static double inverseCube(double[] y, int planet, int other) {
    double squared = 0;
    for (int axis = 0; axis < 3; axis++) {
      double difference = y[3 * planet + axis] - (other < 0 ? 0 : y[3 * other + axis]);
      squared += difference * difference;
    }
    return 1 / (squared * Math.sqrt(squared));
  }
}
