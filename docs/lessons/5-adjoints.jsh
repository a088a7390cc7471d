// y'' = -sin y - 0.1 y': the gradient of the angle after 10 s by the angle at the start, three ways.
import rivulet.ode.*
import rivulet.ode.adjoint.*
class Pendulum extends DoubleStateSpace implements AdjointSystem {
  final Map<Integer, double[]> seen = new HashMap<>();
  Pendulum(int registers) { super(1, 0, 2, registers); }
  public void evaluate(FieldBatch at) {
    double angle = get(0, at.state(), 0), speed = get(0, at.state(), 1);
    set(0, at.derivative(), 0, speed);
    set(0, at.derivative(), 1, -Math.sin(angle) - 0.1 * speed);
    seen.put(at.slot(0), new double[] {angle, speed});
  }
  public boolean residualsKept(int lane, int slot) { return seen.containsKey(slot); }
  public void pullBack(FieldBatch at, double[] weights) {
    double byAngle = get(0, at.state(), 0), bySpeed = get(0, at.state(), 1);
    set(0, at.derivative(), 0, -Math.cos(seen.get(at.slot(0))[0]) * bySpeed);
    set(0, at.derivative(), 1, byAngle - 0.1 * bySpeed);
  }
}
// The last angle, and its gradient by the first.
double[] solve(double angle, String method, Adjoint.Kind kind, double tolerance) {
  var options = SolverOptions.adaptive(method, tolerance);
  var adjoint = Adjoint.of(kind, options, 1, 0);
  var pendulum = new Pendulum(adjoint.registers());
  pendulum.set(0, 0, 0, angle);
  var trajectory = new Trajectory(1);
  new RungeKuttaSolver(options, 1, 0).solve(pendulum, new int[] {0}, 1, 0, 10, trajectory);
  double last = pendulum.get(0, 0, 0);
  pendulum.set(0, adjoint.cotangent(), 0, 1);
  adjoint.solve(pendulum, new int[] {0}, 1, trajectory, new double[0]);
  return new double[] {last, pendulum.get(0, adjoint.cotangent(), 0)};
}
double gradient(String method, Adjoint.Kind kind, double tolerance) { return solve(2, method, kind, tolerance)[1]; }
System.out.printf("of the pendulum itself  %.5f%n", gradient("dopri5", Adjoint.Kind.DISCRETE, 1e-10))
for (double tolerance : new double[] {1e-2, 1e-4, 1e-6}) {
  for (var kind : Adjoint.Kind.values()) {
    System.out.printf("tolerance %.0e, %-14s %.5f%n", tolerance, kind.label(), gradient("bosh3", kind, tolerance));
  }
}
/exit
