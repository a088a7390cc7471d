package rivulet.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import rivulet.ode.AdjointSystem;
import rivulet.ode.DoubleStateSpace;
import rivulet.ode.FieldBatch;
import rivulet.ode.RungeKuttaSolver;
import rivulet.ode.SolverOptions;
import rivulet.ode.Trajectory;
import rivulet.ode.adjoint.Adjoint;
import rivulet.ode.method.ButcherTableau;
import rivulet.ode.method.Rational;

/**
 * The gradient of a pendulum's last angle by its first, y″ = −sin y − 0.1 y′ over ten seconds from
 * rest, as one of the adjoints finds it.
 *
 * @param gradient by the adjoint
 * @param differences of the solve's last angle by its first, at the same steps: what the gradient
 *     of the computed function is, to some nine digits
 * @param steps of the solve that were accepted
 */
public record PendulumGradient(double gradient, double differences, int steps) {
  /** Of the first angle, to both sides. */
  private static final double NUDGE = 1e-5;

  private static final double START = 2;
  private static final double END = 10;
  private static final double FRICTION = 0.1;

  /** By an adjoint whose solves have this method and tolerance. */
  public static PendulumGradient of(Adjoint.Kind kind, String method, double tolerance) {
    SolverOptions options = SolverOptions.adaptive(method, tolerance);
    Adjoint adjoint = Adjoint.of(kind, options, 1, 0);
    Pendulum pendulum = new Pendulum(adjoint.registers());
    pendulum.set(0, 0, 0, START);
    Trajectory way = new Trajectory(1);
    new RungeKuttaSolver(options, 1, 0).solve(pendulum, new int[] {0}, 1, 0, END, way);
    pendulum.set(0, adjoint.cotangent(), 0, 1);
    int steps = way.accepted(0);
    adjoint.solve(pendulum, new int[] {0}, 1, way, new double[0]);
    double higher = lastAngle(options.tableau(), way, START + NUDGE);
    double lower = lastAngle(options.tableau(), way, START - NUDGE);
    double gradient = pendulum.get(0, adjoint.cotangent(), 0);
    return new PendulumGradient(gradient, (higher - lower) / (2 * NUDGE), steps);
  }

  /** The last angle of the same steps from another first one. */
  private static double lastAngle(ButcherTableau method, Trajectory way, double first) {
    double[] state = {first, 0};
    for (int step = 0; step < way.accepted(0); step++) {
      double h = way.step(0, step);
      double[][] rates = new double[method.stages()][];
      for (int stage = 0; stage < rates.length; stage++) {
        rates[stage] = rate(moved(state, h, method.a().get(stage), rates));
      }
      state = moved(state, h, method.b(), rates);
    }
    return state[0];
  }

  /** y + h Σ w k, over as many rates as there are weights. */
  private static double[] moved(
      double[] state, double h, List<Rational> weights, double[][] rates) {
    double[] to = state.clone();
    for (int j = 0; j < weights.size(); j++) {
      for (int d = 0; d < to.length; d++) {
        to[d] += h * weights.get(j).toDouble() * rates[j][d];
      }
    }
    return to;
  }

  private static double[] rate(double[] state) {
    return new double[] {state[1], -StrictMath.sin(state[0]) - FRICTION * state[1]};
  }

  /** Angle and speed of one lane. */
  private static final class Pendulum extends DoubleStateSpace implements AdjointSystem {
    private final Map<Integer, Double> angles = new HashMap<>();

    Pendulum(int registers) {
      super(1, 0, 2, registers);
    }

    @Override
    public void evaluate(FieldBatch at) {
      double angle = get(0, at.state(), 0);
      double speed = get(0, at.state(), 1);
      set(0, at.derivative(), 0, speed);
      set(0, at.derivative(), 1, -StrictMath.sin(angle) - FRICTION * speed);
      angles.put(at.slot(0), angle);
    }

    @Override
    public boolean residualsKept(int lane, int slot) {
      return angles.containsKey(slot);
    }

    @Override
    public void pullBack(FieldBatch at, double[] weights) {
      double byAngle = get(0, at.state(), 0);
      double bySpeed = get(0, at.state(), 1);
      set(0, at.derivative(), 0, -StrictMath.cos(angles.get(at.slot(0))) * bySpeed);
      set(0, at.derivative(), 1, byAngle - FRICTION * bySpeed);
    }
  }
}
