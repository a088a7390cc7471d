package rivulet.autodiff;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A gradient in the interpreter, phase by phase, as a plan runs it: evaluations and their reverses,
 * then the reverse of the solve, then that of the update.
 */
final class InterpretedGradient {
  private final Gradient gradient;
  private final Interpreter interpreter;
  private final int images;

  InterpretedGradient(Gradient gradient, int images) {
    this.gradient = gradient;
    this.images = images;
    int last = everything().stream().mapToInt(Value::id).max().orElseThrow();
    this.interpreter = new Interpreter(images, last + 1);
    accumulators().forEach(interpreter::clear);
  }

  private List<Segment> segments() {
    return List.of(gradient.evaluation(), gradient.solve(), gradient.update());
  }

  private Set<Value> everything() {
    Set<Value> all = new LinkedHashSet<>(gradient.program().values());
    all.addAll(gradient.cotangents().values());
    all.addAll(accumulators());
    segments().forEach(segment -> all.addAll(segment.values()));
    return all;
  }

  private Set<Value> accumulators() {
    Set<Value> inputs = new LinkedHashSet<>();
    for (Segment segment : segments()) {
      segment.sinks().forEach(sink -> inputs.add(sink.accumulator()));
      segment.outputs().values().stream()
          .filter(value -> value.id() >= gradient.program().values().size())
          .filter(value -> value.op() instanceof Op.Input)
          .filter(value -> !gradient.cotangents().containsValue(value))
          .forEach(inputs::add);
    }
    return inputs;
  }

  void evaluate(Map<String, double[][]> inputs) {
    inputs.forEach((name, data) -> interpreter.set(gradient.program().input(name), data));
    interpreter.run(gradient.program().values());
  }

  /** Reverses the last evaluation; cotangents by output name. */
  void reverseEvaluation(Map<String, double[][]> cotangents) {
    gradient.cotangents().forEach((name, value) -> interpreter.set(value, cotangents.get(name)));
    interpreter.run(gradient.evaluation().values());
    interpreter.drain(gradient.evaluation().sinks());
  }

  /** Reverses the solve and starts the sums of the next one. */
  void reverseSolve() {
    interpreter.run(gradient.solve().values());
    interpreter.drain(gradient.solve().sinks());
    accumulators().stream()
        .filter(value -> value.binding() == Binding.SOLVE)
        .forEach(interpreter::clear);
  }

  void reverseUpdate() {
    interpreter.run(gradient.update().values());
  }

  double[] output(String name, int image) {
    return interpreter.get(gradient.program().output(name), image);
  }

  double[] stateGradient(String state, int image) {
    return interpreter.get(gradient.evaluation().outputs().get(state), image);
  }

  double[] parameterGradient(String name) {
    return interpreter.get(gradient.update().outputs().get(name), 0);
  }

  /** Largest magnitude of anything the last evaluation computed. */
  double largestForward() {
    return largest(gradient.program().values());
  }

  /** Largest magnitude of anything the last evaluation and its reverse computed. */
  double largest() {
    return Math.max(largestForward(), largest(gradient.evaluation().values()));
  }

  private double largest(List<Value> values) {
    double largest = 0;
    for (Value value : values) {
      for (int n = 0; n < images; n++) {
        for (double v : interpreter.get(value, n)) {
          largest = Math.max(largest, Math.abs(v));
        }
      }
    }
    return largest;
  }
}
