package rivulet.flow.network;

import java.util.List;
import java.util.Map;
import rivulet.autodiff.Tracer;
import rivulet.autodiff.Value;
import rivulet.tensor.Activation;
import rivulet.tensor.Shape;

/**
 * Traces one layer. The convolution of a concatenation is the sum of the convolutions of its parts;
 * written so, the parts that do not move during a solve are bound earlier and computed once.
 *
 * @param clock what the layer sees of time: t and its features, scalars
 */
record LayerTrace(Tracer tracer, Map<String, Value> parameters, String prefix, List<Value> clock) {

  Value apply(NetworkSpec spec, Value h, List<Value> condition) {
    return spec.layer() == LayerKind.CONCAT ? concat(h, condition) : squash(h, condition);
  }

  private Value concat(Value h, List<Value> condition) {
    Value w = parameters.get(prefix + "_layer.weight");
    Value y = convolve(h, condition, w, clock.size());
    if (clock.size() == 1) {
      Shape pixel = h.shape().withChannels(1);
      Value timeMap = tracer.convolve(tracer.fill(pixel, 1), tracer.selectInputs(w, 0, 1));
      return tracer.add(y, tracer.multiply(timeMap, clock.getFirst()));
    }
    return tracer.add(y, timeChannels(w, h.shape()));
  }

  /**
   * The convolution of all constant channels of time. Each is the same within nine cases of pixels
   * (corners, edges, inside), so the channels are summed there and only the sum is made an image.
   */
  private Value timeChannels(Value w, Shape image) {
    if (w.kernel().size() == 1) {
      return combined(w, Shape.SCALAR);
    }
    Shape cases = new Shape(1, Math.min(3, image.height()), Math.min(3, image.width()));
    return tracer.stretch(combined(w, cases), image.height(), image.width());
  }

  /** {@code Σ clock[c]·conv(1, w[:, c])}. */
  private Value combined(Value w, Shape pixels) {
    Value sum = channel(w, pixels, 0);
    for (int c = 1; c < clock.size(); c++) {
      sum = tracer.add(sum, channel(w, pixels, c));
    }
    return sum;
  }

  private Value channel(Value w, Shape pixels, int c) {
    Value map = tracer.convolve(tracer.fill(pixels, 1), tracer.selectInputs(w, c, c + 1));
    return tracer.multiply(map, clock.get(c));
  }

  private Value squash(Value h, List<Value> condition) {
    Value w = parameters.get(prefix + "_layer.weight");
    Value y = convolve(h, condition, w, 0);
    Value gate = hyper("_hyper_gate.weight");
    gate = tracer.add(gate, parameters.get(prefix + "_hyper_gate.bias"));
    y = tracer.multiply(y, tracer.activate(Activation.SIGMOID, gate));
    return tracer.add(y, hyper("_hyper_bias.weight"));
  }

  /** A vector that is linear in what the layer sees of time. */
  private Value hyper(String name) {
    Value w = parameters.get(prefix + name);
    return clock.size() == 1 ? tracer.multiply(w, clock.getFirst()) : combined(w, Shape.SCALAR);
  }

  /** The convolution of state and condition with its bias; what is constant is added first. */
  private Value convolve(Value h, List<Value> condition, Value w, int first) {
    Value bias = parameters.get(prefix + "_layer.bias");
    int middle = first + h.shape().channels();
    if (condition.isEmpty()) {
      Value part = first == 0 ? w : tracer.selectInputs(w, first, middle);
      return tracer.add(tracer.convolve(h, part), bias);
    }
    Value cond = condition.getFirst();
    Value part = tracer.selectInputs(w, middle, middle + cond.shape().channels());
    Value constant = tracer.add(tracer.convolve(cond, part), bias);
    return tracer.add(tracer.convolve(h, tracer.selectInputs(w, first, middle)), constant);
  }
}
