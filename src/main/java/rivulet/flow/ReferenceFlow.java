package rivulet.flow;

import java.util.List;
import java.util.Map;
import rivulet.autodiff.Binding;
import rivulet.autodiff.Interpreter;
import rivulet.autodiff.Jvp;
import rivulet.autodiff.Program;
import rivulet.autodiff.TracedField;
import rivulet.autodiff.Value;
import rivulet.flow.network.AugmentedDynamics;
import rivulet.flow.network.Divergence;
import rivulet.ode.DoubleStateSpace;
import rivulet.ode.FieldBatch;
import rivulet.ode.RungeKuttaSolver;
import rivulet.ode.SolverOptions;
import rivulet.ode.Trajectory;

/**
 * One image at one level in float64: the program of a {@link FlowGroup} in the interpreter, and the
 * same solver on double arrays. The oracle of the float32 plans, and the high-precision mode of
 * audits; some hundred times slower.
 */
public final class ReferenceFlow extends DoubleStateSpace {
  private static final int[] LANE = {0};

  private final Program program;
  private final Interpreter interpreter;
  private final RungeKuttaSolver solver;
  private final int probes;
  private final List<String> rates;
  private final List<Value> constant;
  private final List<Value> moving;
  private double end = FlowGroup.END;
  private double logDet;
  private double kinetic;
  private double jacobian;

  private ReferenceFlow(TracedField spec, Divergence divergence, RungeKuttaSolver solver) {
    super(
        1, AugmentedDynamics.QUADRATURES.size(), (int) spec.state().elements(), solver.registers());
    this.program = AugmentedDynamics.program(spec, divergence);
    this.interpreter = new Interpreter(1, program.values().size());
    this.solver = solver;
    this.probes = divergence.probes();
    this.rates = AugmentedDynamics.rateOutputs(program);
    this.moving = program.values().stream().filter(v -> v.binding() == Binding.EVALUATION).toList();
    this.constant =
        program.values().stream().filter(v -> v.binding() != Binding.EVALUATION).toList();
  }

  /** A level with that vector field. */
  public static ReferenceFlow of(TracedField spec, Divergence divergence, SolverOptions options) {
    int quadratures = AugmentedDynamics.QUADRATURES.size();
    return new ReferenceFlow(spec, divergence, new RungeKuttaSolver(options, 1, quadratures));
  }

  /** Starts with an image and its condition (empty for none), both planar. */
  public void begin(double[] image, double[] condition) {
    System.arraycopy(image, 0, register(0), 0, dimension());
    if (condition.length > 0) {
      interpreter.set(program.input(TracedField.CONDITION), condition);
    }
    logDet = 0;
    kinetic = 0;
    jacobian = 0;
  }

  /** Chooses where blocks end. */
  void endTime(double time) {
    end = time;
  }

  /**
   * Goes through one block with its weights by name and its probes one after the other.
   *
   * @throws SolveException if it does not arrive
   */
  public void block(int number, Map<String, double[]> weights, double[] probe) {
    weights.forEach((name, values) -> interpreter.set(program.input(name), values));
    for (int k = 0; k < probes; k++) {
      Value direction = program.input(Jvp.tangentName(TracedField.STATE, k));
      double[] part = new double[dimension()];
      System.arraycopy(probe, k * dimension(), part, 0, dimension());
      interpreter.set(direction, part);
    }
    interpreter.run(constant);
    solver.solve(this, LANE, 1, FlowGroup.START, end, Trajectory.none());
    if (!solver.solution().finished(0)) {
      throw new SolveException(0, number, solver.solution().describe(0));
    }
    logDet += solver.quadrature(0, 0);
    kinetic += solver.quadrature(0, 1);
    jacobian += solver.quadrature(0, 2);
  }

  @Override
  public void evaluate(FieldBatch batch) {
    double[] state = new double[dimension()];
    System.arraycopy(register(batch.state()), 0, state, 0, dimension());
    interpreter.set(program.input(TracedField.STATE), state);
    interpreter.set(program.input(TracedField.TIME), new double[] {batch.time(0)});
    interpreter.run(moving);
    double[] f = interpreter.get(program.output(TracedField.OUTPUT), 0);
    System.arraycopy(f, 0, register(batch.derivative()), 0, dimension());
    if (batch.quadratures()) {
      for (int q = 0; q < quadratures(); q++) {
        batch.rates()[q] = 0;
      }
      for (String name : rates) {
        batch.rates()[AugmentedDynamics.quadrature(name)] +=
            interpreter.get(program.output(name), 0)[0];
      }
    }
  }

  /** ∫ divergence of the blocks so far, in nats. */
  public double logDet() {
    return logDet;
  }

  public double kinetic() {
    return kinetic;
  }

  public double jacobian() {
    return jacobian;
  }

  /** The state itself, planar: the latent after the last block. */
  public double[] state() {
    return register(0);
  }
}
