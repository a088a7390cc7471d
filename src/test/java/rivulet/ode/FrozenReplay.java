package rivulet.ode;

import rivulet.ode.method.ButcherTableau;

/**
 * A plain second implementation of Runge–Kutta steps with recorded sizes, for {@link
 * NonlinearSystem}: the oracle of the forward solve and, by differences, of its gradient.
 */
public record FrozenReplay(ButcherTableau tableau, Trajectory trajectory, int lane) {
  /** y₀, y₁ and both quadratures at the end. */
  public double[] run(double[] theta, double[] start) {
    double[] result = {start[0], start[1], 0, 0};
    for (int step = 0; step < trajectory.accepted(lane); step++) {
      step(theta, trajectory.time(lane, step), trajectory.step(lane, step), result);
    }
    return result;
  }

  private void step(double[] theta, double t, double h, double[] result) {
    int s = tableau.stages();
    double[][] k = new double[s][4];
    for (int i = 0; i < s; i++) {
      double[] y = result.clone();
      for (int j = 0; j < i; j++) {
        add(y, h * tableau.a().get(i).get(j).toDouble(), k[j]);
      }
      double time = t + h * tableau.c().get(i).toDouble();
      NonlinearSystem.field(theta, time, y[0], y[1], k[i]);
      NonlinearSystem.rates(theta, time, y[0], y[1], k[i], 2);
    }
    for (int i = 0; i < s; i++) {
      add(result, h * tableau.b().get(i).toDouble(), k[i]);
    }
  }

  private static void add(double[] to, double factor, double[] from) {
    for (int d = 0; d < to.length; d++) {
      to[d] += factor * from[d];
    }
  }
}
