package baselines;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import rivulet.autodiff.Op;
import rivulet.autodiff.Program;
import rivulet.tensor.Shape;

/**
 * A program whose sums make a loss: {@code constant + Σ weight · sum}, in nats of one image, −ln p
 * or a bound of it from above.
 *
 * @param program with the image as input {@link #STATE} and any output {@link #OUTPUT} of its shape
 * @param weights its parameters
 * @param terms weights of the sums that the loss is made of, by the outputs' names
 * @param constant what no parameter changes
 */
record LossProgram(
    Program program, List<Weight> weights, SortedMap<String, Double> terms, double constant) {
  static final String STATE = "z";
  static final String CONDITION = "cond";
  static final String OUTPUT = "f";

  LossProgram {
    weights = List.copyOf(weights);
    terms = new TreeMap<>(terms);
    terms.keySet().forEach(program::output);
  }

  Shape state() {
    return program.input(STATE).shape();
  }

  /** Values of the image. */
  int dimensions() {
    return (int) state().elements();
  }

  /** All sums, in order of declaration. */
  List<String> sums() {
    return program.outputs().entrySet().stream()
        .filter(output -> output.getValue().op() instanceof Op.Dot)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The loss of an image, in nats. */
  double loss(ToDoubleFunction<String> sum) {
    double loss = constant;
    for (Map.Entry<String, Double> term : terms.entrySet()) {
      loss += term.getValue() * sum.applyAsDouble(term.getKey());
    }
    return loss;
  }

  /** Numbers that are trained. */
  long parameters() {
    return weights.stream().filter(Weight::trained).mapToLong(w -> w.start().length).sum();
  }
}
