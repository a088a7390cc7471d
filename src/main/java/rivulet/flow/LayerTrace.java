package rivulet.flow;

import java.util.List;
import java.util.Map;
import rivulet.autodiff.Tracer;
import rivulet.autodiff.Value;
import rivulet.tensor.Activation;
import rivulet.tensor.Shape;

/**
 * Traces one layer. The convolution of a concatenation is the sum of the convolutions of its parts;
 * written so, the parts that do not move during a solve are bound earlier and computed once.
 */
record LayerTrace(Tracer tracer, Map<String, Value> parameters, String prefix, Value t) {

  Value apply(NetworkSpec spec, Value h, List<Value> condition) {
    return spec.layer() == LayerKind.CONCAT ? concat(h, condition) : squash(h, condition);
  }

  private Value concat(Value h, List<Value> condition) {
    Value w = parameters.get(prefix + "_layer.weight");
    Shape pixel = h.shape().withChannels(1);
    Value timeMap = tracer.convolve(tracer.fill(pixel, 1), tracer.selectInputs(w, 0, 1));
    Value y = convolve(h, condition, w, 1);
    return tracer.add(y, tracer.multiply(timeMap, t));
  }

  private Value squash(Value h, List<Value> condition) {
    Value w = parameters.get(prefix + "_layer.weight");
    Value y = convolve(h, condition, w, 0);
    Value gate = tracer.multiply(parameters.get(prefix + "_hyper_gate.weight"), t);
    gate = tracer.add(gate, parameters.get(prefix + "_hyper_gate.bias"));
    y = tracer.multiply(y, tracer.activate(Activation.SIGMOID, gate));
    Value shift = tracer.multiply(parameters.get(prefix + "_hyper_bias.weight"), t);
    return tracer.add(y, shift);
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
