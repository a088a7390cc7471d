import java.util.HashMap;
import java.util.Map;
import rivulet.ode.adjoint.Adjoint;
import rivulet.ode.AdjointSystem;
import rivulet.ode.DoubleStateSpace;
import rivulet.ode.FieldBatch;
import rivulet.ode.RungeKuttaSolver;
import rivulet.ode.SolverOptions;
import rivulet.ode.Trajectory;

/** A damped pendulum, y″ = −sin y − c y′, with the gradient of its last angle by angle, speed and c. */
final class Pendulum extends DoubleStateSpace implements AdjointSystem {
  final double damping;
  double dampingGradient;
  private final Map<Integer, double[]> residuals = new HashMap<>();

  Pendulum(double damping, int registers) {
    super(1, 0, 2, registers); // one lane, no quadratures, two entries
    this.damping = damping;
  }

  public void evaluate(FieldBatch at) {
    double angle = get(0, at.state(), 0);
    double speed = get(0, at.state(), 1);
    set(0, at.derivative(), 0, speed);
    set(0, at.derivative(), 1, -StrictMath.sin(angle) - damping * speed);
    residuals.put(at.slot(0), new double[] {angle, speed});
  }

  public boolean residualsKept(int lane, int slot) {
    return residuals.containsKey(slot);
  }

  public void pullBack(FieldBatch at, double[] weights) {
    double[] seen = residuals.get(at.slot(0));
    double byAngle = get(0, at.state(), 0);
    double bySpeed = get(0, at.state(), 1);
    set(0, at.derivative(), 0, -StrictMath.cos(seen[0]) * bySpeed);
    set(0, at.derivative(), 1, byAngle - damping * bySpeed);
    dampingGradient += at.parameters() ? -seen[1] * bySpeed : 0;
  }
}

final SolverOptions OPTIONS = SolverOptions.adaptive("dopri5", 1e-9);

double lastAngle(double angle, double speed, double damping) {
  RungeKuttaSolver solver = new RungeKuttaSolver(OPTIONS, 1, 0);
  Pendulum pendulum = new Pendulum(damping, solver.registers());
  pendulum.set(0, 0, 0, angle);
  pendulum.set(0, 0, 1, speed);
  solver.solve(pendulum, new int[] {0}, 1, 0, 10, Trajectory.none());
  return pendulum.get(0, 0, 0);
}

void main() {
  RungeKuttaSolver solver = new RungeKuttaSolver(OPTIONS, 1, 0);
  Adjoint adjoint = Adjoint.of(Adjoint.Kind.DISCRETE, OPTIONS, 1, 0);
  Pendulum pendulum = new Pendulum(0.1, adjoint.registers());
  pendulum.set(0, 0, 0, 2.0);
  Trajectory trajectory = new Trajectory(1);
  solver.solve(pendulum, new int[] {0}, 1, 0, 10, trajectory);
  IO.println("angle after 10 s %.6f in %d steps".formatted(pendulum.get(0, 0, 0), solver.solution().accepted(0)));

  pendulum.set(0, adjoint.cotangent(), 0, 1); // of the last angle
  adjoint.solve(pendulum, new int[] {0}, 1, trajectory, new double[0]);
  double h = 1e-5;
  IO.println("by the first angle %.5f, by differences %.5f".formatted(
      pendulum.get(0, adjoint.cotangent(), 0), (lastAngle(2 + h, 0, 0.1) - lastAngle(2 - h, 0, 0.1)) / (2 * h)));
  IO.println("by the damping %.5f, by differences %.5f".formatted(
      pendulum.dampingGradient, (lastAngle(2, 0, 0.1 + h) - lastAngle(2, 0, 0.1 - h)) / (2 * h)));
}
