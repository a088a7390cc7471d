package rivulet.autodiff;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import rivulet.tensor.Extent;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;

/**
 * The right-hand side of {@code dz/dt = f(t, z, cond)}, with parameters: whatever can be traced
 * gets its divergence, its gradients and both executors. An implementation says its shapes and
 * writes f down once, in the operations of a {@link Tracer}; it holds no numbers.
 */
public interface TracedField {
  /** Names of the program's inputs and of its output. */
  String STATE = "z";

  String TIME = "t";
  String CONDITION = "cond";
  String OUTPUT = "f";

  /** What f is computed from. */
  record Inputs(Value time, Value state, Optional<Value> condition, Map<String, Value> parameters) {
    /** The parameter of that name. */
    public Value parameter(String name) {
      Value value = parameters.get(name);
      if (value == null) {
        throw new IllegalArgumentException(
            "vector field: no parameter '" + name + "'; there are " + parameters.keySet());
      }
      return value;
    }
  }

  /** Shape of the state z, which is also that of f. */
  Shape state();

  /** Channels of the condition, an image of the state's height and width; 0 for none. */
  default int condition() {
    return 0;
  }

  /**
   * Parameters by name, in an order that is always the same, since it decides bits: a {@link
   * KernelShape}, or a {@link Shape} of one pixel.
   */
  SequencedMap<String, Extent> parameters();

  /** Traces f; called once for every program that is built. */
  Value trace(Tracer tracer, Inputs inputs);

  /** The kernels among the parameters that Muon descends by their directions; others by Adam. */
  default Map<String, KernelShape> hiddenKernels() {
    return Map.of();
  }

  /**
   * Fresh weights of a parameter are uniform in ± this: 1/√fan-in for kernels (PyTorch's default
   * for convolutions), 0 for the others.
   */
  default double initialBound(String parameter) {
    return parameters().get(parameter) instanceof KernelShape kernel
        ? 1 / Math.sqrt((double) kernel.inputs() * kernel.taps())
        : 0;
  }

  /**
   * Whether a fresh flow begins with this parameter at zero; if f is zero then, as the identity.
   */
  default boolean beginsAtZero(String parameter) {
    return false;
  }

  /**
   * The program of f, with the state bound per evaluation and the condition per solve.
   *
   * @throws IllegalArgumentException if what was traced has not the state's shape
   */
  default Program program() {
    Tracer tracer = new Tracer();
    Value z = tracer.image(STATE, state(), Binding.EVALUATION);
    Value t = tracer.image(TIME, Shape.SCALAR, Binding.EVALUATION);
    Optional<Value> seen =
        condition() == 0
            ? Optional.empty()
            : Optional.of(
                tracer.image(CONDITION, state().withChannels(condition()), Binding.SOLVE));
    Map<String, Value> named = new LinkedHashMap<>();
    Objects.requireNonNull(parameters(), "vector field: parameters gave no map")
        .forEach((name, extent) -> named.put(name, tracer.parameter(name, extent)));
    Value f = trace(tracer, new Inputs(t, z, seen, named));
    Objects.requireNonNull(f, "vector field: trace gave no value");
    if (!f.extent().equals(state())) {
      throw new IllegalArgumentException(
          "vector field: f is " + f.extent() + ", the state " + state() + "; they must be alike");
    }
    tracer.output(OUTPUT, f);
    return tracer.program();
  }
}
