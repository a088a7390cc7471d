// dz/dt = A z with A = ((-1, 2), (0, 0.5)). The third entry integrates the trace, -0.5.
import rivulet.ode.*
VectorField field = (t, z, dz) -> { dz[0] = -z[0] + 2 * z[1]; dz[1] = 0.5 * z[1]; dz[2] = -1 + 0.5; }
double[] flow(double a, double b) {
  var solver = new RungeKuttaSolver(SolverOptions.adaptive("dopri5", 1e-10), 1, 0);
  var system = new VectorFieldSystem(field, 3, 1, solver.registers());
  system.set(0, 0, 0, a);
  system.set(0, 0, 1, b);
  solver.solve(system, new int[] {0}, 1, 0, 1, Trajectory.none());
  return new double[] {system.get(0, 0, 0), system.get(0, 0, 1), system.get(0, 0, 2)};
}
double[] first = flow(1, 0)
double[] second = flow(0, 1)
double determinant = first[0] * second[1] - first[1] * second[0]
System.out.printf("a unit square becomes a parallelogram of area %.6f%n", determinant)
System.out.printf("ln of that area %.6f, the integral of the trace %.6f%n", Math.log(determinant), first[2])
/exit
