package rivulet.flow.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import rivulet.autodiff.TracedField;
import rivulet.autodiff.Tracer;
import rivulet.autodiff.Value;
import rivulet.tensor.Activation;
import rivulet.tensor.Extent;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;

/**
 * The vector field of one CNF block (docs/mathematics.md, section 3): convolutions of stride 1 with
 * a zero border and an activation between them; time enters every layer, the condition the first
 * one only, after the state. Input channels of a kernel are ordered time, state or hidden,
 * condition.
 *
 * @param layer how time enters
 * @param activation between the layers
 * @param hidden output channels of all layers but the last
 * @param state shape of the state, which is also the output
 * @param condition channels of the condition (same resolution), 0 for none
 * @param kernel 3 for images, 1 for vectors
 * @param residual whether a hidden layer as wide as the one before adds its input: h + φ(layer(h))
 * @param timeFeatures K: beside t every layer sees sin 2πkt and cos 2πkt for k = 1 … K
 */
public record NetworkSpec(
    LayerKind layer,
    Activation activation,
    List<Integer> hidden,
    Shape state,
    int condition,
    int kernel,
    boolean residual,
    int timeFeatures)
    implements TracedField {
  /** Most frequencies of time. */
  public static final int MOST_TIME_FEATURES = 64;

  public NetworkSpec {
    hidden = List.copyOf(hidden);
    if (hidden.stream().anyMatch(width -> width < 1 || width > 4096)) {
      throw new IllegalArgumentException(
          "network: hidden widths must be 1 to 4096, found " + hidden);
    }
    if (condition < 0) {
      throw new IllegalArgumentException(
          "network: channels of the condition must be at least 0, found " + condition);
    }
    if (timeFeatures < 0 || timeFeatures > MOST_TIME_FEATURES) {
      throw new IllegalArgumentException(
          "network: time features must be 0 to " + MOST_TIME_FEATURES + ", found " + timeFeatures);
    }
  }

  /** The published network: no residual layers, no features of time but t itself. */
  public NetworkSpec(
      LayerKind layer,
      Activation activation,
      List<Integer> hidden,
      Shape state,
      int condition,
      int kernel) {
    this(layer, activation, hidden, state, condition, kernel, false, 0);
  }

  /** What every layer sees of time: t, then sin and cos of 2πkt for each k. */
  int timeInputs() {
    return 1 + 2 * timeFeatures;
  }

  public int layers() {
    return hidden.size() + 1;
  }

  /** Parameters by name (published state_dict names below the block) with their extents. */
  @Override
  public SequencedMap<String, Extent> parameters() {
    SequencedMap<String, Extent> result = new LinkedHashMap<>();
    for (int k = 0; k < layers(); k++) {
      String prefix = "layers." + k + ".";
      int outputs = outputs(k);
      if (layer == LayerKind.CONCATSQUASH) {
        Extent weight =
            timeFeatures == 0 ? Shape.vector(outputs) : new KernelShape(outputs, timeInputs(), 1);
        result.put(prefix + "_hyper_bias.weight", weight);
        result.put(prefix + "_hyper_gate.bias", Shape.vector(outputs));
        result.put(prefix + "_hyper_gate.weight", weight);
      }
      result.put(prefix + "_layer.bias", Shape.vector(outputs));
      result.put(kernelName(k), kernelShape(k));
    }
    return result;
  }

  /** Kernels of the layers before the last, by name; the last one's outputs are the state's. */
  @Override
  public Map<String, KernelShape> hiddenKernels() {
    Map<String, KernelShape> result = new LinkedHashMap<>();
    for (int k = 0; k < layers() - 1; k++) {
      result.put(kernelName(k), kernelShape(k));
    }
    return result;
  }

  /** 1/√fan-in, for biases too; the time layers of concatsquash see time alone. */
  @Override
  public double initialBound(String parameter) {
    if (parameter.contains("_hyper_")) {
      return 1 / Math.sqrt(timeInputs());
    }
    String weight = parameter.substring(0, parameter.lastIndexOf('.')) + ".weight";
    KernelShape shape = (KernelShape) parameters().get(weight);
    return 1 / Math.sqrt((double) shape.inputs() * shape.taps());
  }

  /** The last layer. */
  @Override
  public boolean beginsAtZero(String parameter) {
    return parameter.startsWith("layers." + (layers() - 1) + "._layer.");
  }

  private static String kernelName(int k) {
    return "layers." + k + "._layer.weight";
  }

  private KernelShape kernelShape(int k) {
    return new KernelShape(outputs(k), inputs(k), kernel);
  }

  @Override
  public Value trace(Tracer tracer, Inputs inputs) {
    List<Value> clock = clock(tracer, inputs.time());
    Value h = inputs.state();
    for (int k = 0; k < layers(); k++) {
      List<Value> extra = k == 0 ? inputs.condition().stream().toList() : List.of();
      Value below = h;
      h =
          new LayerTrace(tracer, inputs.parameters(), "layers." + k + ".", clock)
              .apply(this, h, extra);
      if (k < layers() - 1) {
        h = tracer.activate(activation, h);
      }
      if (skips(k)) {
        h = tracer.add(h, below);
      }
    }
    return h;
  }

  private List<Value> clock(Tracer tracer, Value t) {
    List<Value> clock = new ArrayList<>(List.of(t));
    for (int k = 1; k <= timeFeatures; k++) {
      clock.add(tracer.wave(t, k, false));
      clock.add(tracer.wave(t, k, true));
    }
    return clock;
  }

  private boolean skips(int k) {
    return residual && k > 0 && k < hidden.size() && hidden.get(k).equals(hidden.get(k - 1));
  }

  private int outputs(int k) {
    return k < hidden.size() ? hidden.get(k) : state.channels();
  }

  private int inputs(int k) {
    int time = layer == LayerKind.CONCAT ? timeInputs() : 0;
    return time + (k == 0 ? state.channels() + condition : hidden.get(k - 1));
  }
}
