package rivulet.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rivulet.autodiff.Binding;
import rivulet.autodiff.Program;
import rivulet.autodiff.Tracer;
import rivulet.autodiff.Value;
import rivulet.tensor.Activation;
import rivulet.tensor.Extent;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;

/**
 * The vector field of one CNF block (math.md, section 3): convolutions of stride 1 with a zero
 * border and an activation between them; time enters every layer, the condition the first one only,
 * after the state.
 *
 * @param layer how time enters
 * @param activation between the layers
 * @param hidden output channels of all layers but the last
 * @param state shape of the state, which is also the output
 * @param condition channels of the condition (same resolution), 0 for none
 * @param kernel 3 for images, 1 for vectors
 */
public record NetworkSpec(
    LayerKind layer,
    Activation activation,
    List<Integer> hidden,
    Shape state,
    int condition,
    int kernel) {
  /** Names of the program's inputs and of its output. */
  public static final String STATE = "z";

  public static final String TIME = "t";
  public static final String CONDITION = "cond";
  public static final String OUTPUT = "f";

  public NetworkSpec {
    hidden = List.copyOf(hidden);
    if (hidden.stream().anyMatch(width -> width < 1 || width > 4096) || condition < 0) {
      throw new IllegalArgumentException(
          "network: hidden widths must be 1 to 4096 and condition >= 0, found "
              + hidden
              + ", "
              + condition);
    }
  }

  public int layers() {
    return hidden.size() + 1;
  }

  /** Parameters by name (published state_dict names below the block) with their extents. */
  public Map<String, Extent> parameters() {
    Map<String, Extent> result = new LinkedHashMap<>();
    for (int k = 0; k < layers(); k++) {
      String prefix = "layers." + k + ".";
      int outputs = outputs(k);
      if (layer == LayerKind.CONCATSQUASH) {
        result.put(prefix + "_hyper_bias.weight", Shape.vector(outputs));
        result.put(prefix + "_hyper_gate.bias", Shape.vector(outputs));
        result.put(prefix + "_hyper_gate.weight", Shape.vector(outputs));
      }
      result.put(prefix + "_layer.bias", Shape.vector(outputs));
      result.put(prefix + "_layer.weight", new KernelShape(outputs, inputs(k), kernel));
    }
    return result;
  }

  /** Traces {@code f(t, z, cond)}. */
  public Program program() {
    Tracer tracer = new Tracer();
    Value z = tracer.image(STATE, state, Binding.EVALUATION);
    Value t = tracer.image(TIME, Shape.SCALAR, Binding.EVALUATION);
    List<Value> condition = new ArrayList<>();
    if (this.condition > 0) {
      condition.add(tracer.image(CONDITION, state.withChannels(this.condition), Binding.SOLVE));
    }
    Map<String, Value> parameters = new LinkedHashMap<>();
    parameters().forEach((name, extent) -> parameters.put(name, tracer.parameter(name, extent)));
    Value h = z;
    for (int k = 0; k < layers(); k++) {
      List<Value> extra = k == 0 ? condition : List.of();
      h = new LayerTrace(tracer, parameters, "layers." + k + ".", t).apply(this, h, extra);
      if (k < layers() - 1) {
        h = tracer.activate(activation, h);
      }
    }
    tracer.output(OUTPUT, h);
    return tracer.program();
  }

  private int outputs(int k) {
    return k < hidden.size() ? hidden.get(k) : state.channels();
  }

  private int inputs(int k) {
    int time = layer == LayerKind.CONCAT ? 1 : 0;
    return time + (k == 0 ? state.channels() + condition : hidden.get(k - 1));
  }
}
