package baselines;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import rivulet.autodiff.Interpreter;
import rivulet.autodiff.Program;

/** Programs with random weights, in the interpreter: float64 and plain loops. */
final class Programs {
  private Programs() {}

  /** Weights of a program, fixed ones as they are, others anywhere in ± this. */
  static Map<String, double[]> weights(LossProgram loss, double bound, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, double[]> weights = new TreeMap<>();
    for (Weight weight : loss.weights()) {
      double[] values = new double[weight.start().length];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            weight.trained() ? (float) (bound * (2 * random.nextDouble() - 1)) : weight.start()[i];
      }
      weights.put(weight.name(), values);
    }
    return weights;
  }

  /** Sets all weights of a planned program. */
  static void set(PlannedNetwork network, Map<String, double[]> weights) {
    weights.forEach((name, wide) -> {
      float[] narrow = new float[wide.length];
      for (int i = 0; i < narrow.length; i++) {
        narrow[i] = (float) wide[i];
      }
      network.set(name, narrow);
    });
    network.changed();
  }

  /** Values anywhere in ± this. */
  static double[] uniform(SplittableRandom random, int count, double bound) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (bound * (2 * random.nextDouble() - 1));
    }
    return values;
  }

  /** An evaluated program. */
  static Interpreter evaluated(
      Program program, Map<String, double[]> weights, Map<String, double[]> images) {
    Interpreter interpreter = new Interpreter(1, program.values().size());
    program
        .inputs()
        .forEach((name, input) ->
            interpreter.set(input, input.perImage() ? images.get(name) : weights.get(name)));
    interpreter.run(program.values());
    return interpreter;
  }

  /** The loss of an image, in nats. */
  static double loss(
      LossProgram loss, Map<String, double[]> weights, Map<String, double[]> images) {
    Interpreter run = evaluated(loss.program(), weights, images);
    return loss.loss(name -> run.get(loss.program().output(name), 0)[0]);
  }
}
