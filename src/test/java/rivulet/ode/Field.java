package rivulet.ode;

/** A right-hand side for tests. */
public interface Field {
  void derivative(double t, double[] y, double[] dy);

  /** y' = −2ty, y(t) = y(0) e^(−t²). */
  static Field gaussian() {
    return (t, y, dy) -> dy[0] = -2 * t * y[0];
  }

  /** y' = Ay with A = [−½ −2; 2 −½]: a decaying rotation. */
  static Field spiral() {
    return (t, y, dy) -> {
      dy[0] = -0.5 * y[0] - 2 * y[1];
      dy[1] = 2 * y[0] - 0.5 * y[1];
    };
  }

  /** Lotka–Volterra with all rates 1, which keeps x + y − ln x − ln y. */
  static Field lotkaVolterra() {
    return (t, y, dy) -> {
      dy[0] = y[0] * (1 - y[1]);
      dy[1] = y[1] * (y[0] - 1);
    };
  }

  static Field vanDerPol(double mu) {
    return (t, y, dy) -> {
      dy[0] = y[1];
      dy[1] = mu * ((1 - y[0] * y[0]) * y[1]) - y[0];
    };
  }
}
