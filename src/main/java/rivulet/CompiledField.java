package rivulet;

import java.util.Map;
import java.util.TreeMap;
import rivulet.autodiff.Jvp;
import rivulet.autodiff.TracedField;
import rivulet.flow.FieldEvaluation;
import rivulet.flow.network.BlockWeights;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.Divergence;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;

/**
 * A field with its numbers, ready to be evaluated in float32 by the vector kernels: itself, along a
 * direction, and in reverse. {@link rivulet.autodiff.Interpreter} does the same in float64. One
 * thread at a time.
 */
public final class CompiledField implements AutoCloseable {
  private final int size;
  private final CnfLevel level;
  private final FieldEvaluation evaluation;
  private final Workspace workspace = new Workspace();
  private boolean closed;

  /**
   * Compiles a field.
   *
   * @param field without condition
   * @param weights of all its parameters by name, in their canonical order
   * @throws IllegalArgumentException if a parameter is missing or of another length
   */
  public CompiledField(TracedField field, Map<String, float[]> weights) {
    if (field.condition() > 0) {
      throw new IllegalArgumentException(
          "compiled field: takes no condition, found " + field.condition() + " channels");
    }
    if (!weights.keySet().equals(field.parameters().keySet())) {
      throw new IllegalArgumentException(
          "compiled field: needs "
              + field.parameters().keySet()
              + ", found "
              + new TreeMap<>(weights).keySet());
    }
    this.size = (int) field.state().elements();
    try {
      this.level =
          new CnfLevel(field, 1, new Divergence.Hutchinson(1), true, Tuning.DEFAULT, workspace);
      weights.forEach(level.blocks().getFirst()::set);
      level.update();
      this.evaluation = new FieldEvaluation(level, 1, workspace);
    } catch (RuntimeException | Error e) {
      workspace.close();
      throw e;
    }
  }

  /** f(t, z). */
  public double[] value(double t, double[] z) {
    run(t, z, new double[size]);
    double[] f = new double[size];
    evaluation.derivative(0, f);
    return f;
  }

  /** J(t, z)·direction. */
  public double[] along(double t, double[] z, double[] direction) {
    run(t, z, direction);
    double[] tangent = new double[size];
    evaluation.tangent(0, 0, tangent);
    return tangent;
  }

  /**
   * What a cotangent of f becomes in reverse.
   *
   * @param state cotangentᵀ·J, by the state
   * @param parameters the same by each parameter
   */
  public record Reverse(double[] state, Map<String, float[]> parameters) {}

  /** Cotangents of state and parameters, from one of f. */
  public Reverse reverse(double t, double[] z, double[] cotangent) {
    run(t, z, new double[size]);
    evaluation.cotangent(0, required("cotangent", cotangent));
    evaluation.pullBack(t, 0, 0, 0);
    double[] state = new double[size];
    evaluation.stateGradient(0, state);
    BlockWeights block = level.blocks().getFirst();
    Map<String, float[]> parameters = new TreeMap<>();
    block.places().keySet().forEach(name -> parameters.put(name, block.gradient(name)));
    return new Reverse(state, parameters);
  }

  private void run(double t, double[] z, double[] direction) {
    if (closed) {
      throw new IllegalStateException("compiled field: has been closed");
    }
    evaluation.state(0, required("state", z));
    evaluation.input(Jvp.tangentName(TracedField.STATE, 0), 0, required("direction", direction));
    evaluation.prepare();
    evaluation.evaluate(t);
  }

  private double[] required(String what, double[] values) {
    if (values.length != size) {
      throw new IllegalArgumentException(
          "compiled field: a " + what + " has " + size + " values, found " + values.length);
    }
    return values;
  }

  /** Frees the native memory; again is harmless. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      workspace.close();
    }
  }
}
