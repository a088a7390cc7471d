package rivulet.flow;

import java.util.List;
import java.util.Map;
import rivulet.autodiff.Interpreter;
import rivulet.autodiff.Jvp;
import rivulet.autodiff.Program;
import rivulet.autodiff.Value;
import rivulet.ode.DoubleStateSpace;
import rivulet.ode.Evaluation;
import rivulet.ode.RungeKuttaSolver;
import rivulet.ode.SolverOptions;
import rivulet.ode.Trajectory;

/**
 * The float64 twin of a {@link FlowGroup} with one lane: the same program in the interpreter, the
 * same solver on double arrays.
 */
final class InterpretedFlow extends DoubleStateSpace {
  private static final int[] LANE = {0};

  private final Program program;
  private final Interpreter interpreter;
  private final RungeKuttaSolver solver;
  private final int probes;
  private double logDet;
  private double kinetic;
  private double jacobian;

  private InterpretedFlow(NetworkSpec spec, int probes, RungeKuttaSolver solver) {
    super(
        1, AugmentedDynamics.QUADRATURES.size(), (int) spec.state().elements(), solver.registers());
    this.program = AugmentedDynamics.program(spec, probes);
    this.interpreter = new Interpreter(1, program.values().size());
    this.solver = solver;
    this.probes = probes;
  }

  static InterpretedFlow of(NetworkSpec spec, int probes, SolverOptions options) {
    return new InterpretedFlow(
        spec, probes, new RungeKuttaSolver(options, 1, AugmentedDynamics.QUADRATURES.size()));
  }

  /** Starts with an image and its condition. */
  void begin(double[] image, double[] condition) {
    System.arraycopy(image, 0, register(0), 0, dimension());
    if (condition.length > 0) {
      interpreter.set(program.input(NetworkSpec.CONDITION), condition);
    }
    logDet = 0;
    kinetic = 0;
    jacobian = 0;
  }

  /** Goes through one block with its weights by name and its probes one after the other. */
  void block(Map<String, double[]> weights, double[] probe) {
    weights.forEach((name, values) -> interpreter.set(program.input(name), values));
    for (int k = 0; k < probes; k++) {
      Value direction = program.input(Jvp.tangentName(NetworkSpec.STATE, k));
      double[] part = new double[dimension()];
      System.arraycopy(probe, k * dimension(), part, 0, dimension());
      interpreter.set(direction, part);
    }
    solver.solve(this, LANE, 1, FlowGroup.START, FlowGroup.END, Trajectory.none());
    logDet += solver.quadrature(0, 0);
    kinetic += solver.quadrature(0, 1);
    jacobian += solver.quadrature(0, 2);
  }

  @Override
  public void evaluate(Evaluation batch) {
    double[] state = new double[dimension()];
    System.arraycopy(register(batch.state()), 0, state, 0, dimension());
    interpreter.set(program.input(NetworkSpec.STATE), state);
    interpreter.set(program.input(NetworkSpec.TIME), new double[] {batch.time(0)});
    interpreter.run(program.values());
    double[] f = interpreter.get(program.output(NetworkSpec.OUTPUT), 0);
    System.arraycopy(f, 0, register(batch.derivative()), 0, dimension());
    if (batch.quadratures()) {
      List<String> names = AugmentedDynamics.rateOutputs(program);
      for (int q = 0; q < quadratures(); q++) {
        batch.rates()[q] = 0;
      }
      for (String name : names) {
        batch.rates()[AugmentedDynamics.quadrature(name)] +=
            interpreter.get(program.output(name), 0)[0];
      }
    }
  }

  double logDet() {
    return logDet;
  }

  double kinetic() {
    return kinetic;
  }

  double jacobian() {
    return jacobian;
  }

  double[] state() {
    return register(0);
  }

  /** −w·(log N(z; 0, I) + log-det) + w_K·KE + w_J·JF (math.md section 3). */
  double loss(LossWeights weights) {
    double squares = 0;
    for (double z : register(0)) {
      squares += z * z;
    }
    double base = -0.5 * (squares + dimension() * StrictMath.log(2 * StrictMath.PI));
    return -weights.logLikelihood() * (base + logDet)
        + weights.kinetic() * kinetic
        + weights.jacobian() * jacobian;
  }
}
