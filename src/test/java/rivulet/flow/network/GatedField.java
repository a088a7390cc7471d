package rivulet.flow.network;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import rivulet.autodiff.TracedField;
import rivulet.autodiff.Tracer;
import rivulet.autodiff.Value;
import rivulet.tensor.Activation;
import rivulet.tensor.Extent;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;

/** f = A ∗ (tanh(B ∗ z + C ∗ cond + b) ∘ sin 2π(D ∗ z)), 3×3: as a user might write a field. */
public record GatedField(Shape state, int condition) implements TracedField {
  private static final int WIDTH = 6;

  @Override
  public SequencedMap<String, Extent> parameters() {
    SequencedMap<String, Extent> all = new LinkedHashMap<>();
    all.put("A", new KernelShape(state.channels(), WIDTH, 3));
    all.put("B", new KernelShape(WIDTH, state.channels(), 3));
    if (condition > 0) {
      all.put("C", new KernelShape(WIDTH, condition, 3));
    }
    all.put("D", new KernelShape(WIDTH, state.channels(), 3));
    all.put("b", Shape.vector(WIDTH));
    return all;
  }

  @Override
  public Value trace(Tracer trace, Inputs x) {
    Value gate = trace.add(trace.convolve(x.state(), x.parameter("B")), x.parameter("b"));
    if (condition > 0) {
      gate = trace.add(gate, trace.convolve(x.condition().orElseThrow(), x.parameter("C")));
    }
    Value wave = trace.wave(trace.convolve(x.state(), x.parameter("D")), 1, false);
    Value hidden = trace.multiply(trace.activate(Activation.TANH, gate), wave);
    return trace.convolve(hidden, x.parameter("A"));
  }

  @Override
  public Map<String, KernelShape> hiddenKernels() {
    return Map.of("A", new KernelShape(state.channels(), WIDTH, 3));
  }
}
