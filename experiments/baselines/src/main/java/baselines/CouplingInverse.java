package baselines;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import rivulet.autodiff.Interpreter;
import rivulet.autodiff.Program;
import rivulet.tensor.Shape;

/** The way from latents to data of a {@link Coupling}, step by step and in float64. */
final class CouplingInverse {
  private final Coupling coupling;
  private final Map<String, double[]> weights;
  private final List<Program> networks = new ArrayList<>();

  /**
   * @param weights of all parameters, fixed ones included
   */
  CouplingInverse(Coupling coupling, Map<String, double[]> weights) {
    this.coupling = coupling;
    this.weights = weights;
    for (int k = 0; k < coupling.halves().size(); k++) {
      networks.add(coupling.network(k));
    }
  }

  /**
   * Data that the coupling turns into a latent.
   *
   * @param latent planar, not modified
   * @param coarse the coarser image as the networks see it, planar; ignored without condition
   */
  double[] data(double[] latent, double[] coarse) {
    double[] x = latent.clone();
    for (int k = networks.size() - 1; k >= 0; k--) {
      Halves halves = coupling.halves().get(k);
      String name = k + ".halves";
      Interpreter network = evaluated(networks.get(k), halves.seen(name, weights, x), coarse);
      double[] scale = network.get(networks.get(k).output(Coupling.SCALE), 0);
      double[] shift = network.get(networks.get(k).output(Coupling.SHIFT), 0);
      halves.undo(name, weights, x, scale, shift);
      undoGain(k, x);
    }
    return x;
  }

  private Interpreter evaluated(Program network, double[] seen, double[] coarse) {
    Interpreter interpreter = new Interpreter(1, network.values().size());
    network
        .inputs()
        .forEach((name, input) ->
            interpreter.set(
                input,
                input.perImage()
                    ? name.equals(LossProgram.CONDITION) ? coarse : seen
                    : weights.get(name)));
    interpreter.run(network.values());
    return interpreter;
  }

  private void undoGain(int k, double[] x) {
    Shape shape = coupling.state();
    double[] gain = weights.get(k + ".gain");
    double[] offset = weights.get(k + ".offset");
    for (int i = 0; i < x.length; i++) {
      int c = i / shape.pixels();
      x[i] = (x[i] - offset[c]) / (2 / (1 + StrictMath.exp(-gain[c])));
    }
  }
}
