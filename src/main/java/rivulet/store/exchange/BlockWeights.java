package rivulet.store.exchange;

import java.util.SortedMap;
import java.util.TreeMap;
import rivulet.store.StoreException;

/** The weights of a block while they are brought into our form, layer by layer. */
final class BlockWeights {
  private static final String KERNEL = "_layer.weight";
  private static final String BIAS = "_layer.bias";
  private static final String GATE = "_hyper_gate.weight";
  private static final String DRIFT = "_hyper_bias.weight";
  private static final int TAPS = 9;

  private final int layers;
  private final boolean squash;
  private final SortedMap<String, WeightTensor> tensors = new TreeMap<>();

  BlockWeights(int layers, boolean squash) {
    this.layers = layers;
    this.squash = squash;
  }

  SortedMap<String, WeightTensor> tensors() {
    return tensors;
  }

  /** Takes a layer, with kernels that are zero before and after its input channels. */
  void widen(int k, SortedMap<String, WeightTensor> layer, int before, int after) {
    layer.forEach((name, tensor) ->
        tensors.put(
            PublishedBlock.layer(k, name),
            name.equals(KERNEL) ? widened(tensor, before, after) : copy(tensor)));
  }

  private static WeightTensor copy(WeightTensor tensor) {
    return new WeightTensor(tensor.shape(), tensor.values().clone());
  }

  private static WeightTensor widened(WeightTensor kernel, int before, int after) {
    int outputs = (int) kernel.shape()[0];
    int inputs = (int) kernel.shape()[1];
    int wide = before + inputs + after;
    float[] values = new float[outputs * wide * TAPS];
    for (int o = 0; o < outputs; o++) {
      System.arraycopy(
          kernel.values(), o * inputs * TAPS, values, (o * wide + before) * TAPS, inputs * TAPS);
    }
    return new WeightTensor(new long[] {outputs, wide, 3, 3}, values);
  }

  /** From f on [0, T] to T·f(T·s) for s in [0, 1]. */
  void stretchTime(double length) {
    for (int k = 0; k < layers; k++) {
      if (squash) {
        scale(k, GATE, length);
        scale(k, DRIFT, length);
      } else {
        scaleInputs(k, 0, 1, length);
      }
    }
    scaleOutputs(layers - 1, length);
  }

  /** From x·σ(βx) after layer {@code k} to x·σ(x). */
  void slope(int k, double slope) {
    scaleOutputs(k, slope);
    scaleInputs(k + 1, squash ? 0 : 1, Integer.MAX_VALUE, 1 / slope);
  }

  private void scaleOutputs(int k, double factor) {
    scale(k, KERNEL, factor);
    scale(k, BIAS, factor);
    if (squash) {
      scale(k, DRIFT, factor);
    }
  }

  private WeightTensor tensor(int k, String name) {
    WeightTensor tensor = tensors.get(PublishedBlock.layer(k, name));
    if (tensor == null) {
      throw new StoreException("tensor '…" + PublishedBlock.layer(k, name) + "' is missing");
    }
    return tensor;
  }

  private void scale(int k, String name, double factor) {
    float[] values = tensor(k, name).values();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] * factor);
    }
  }

  private void scaleInputs(int k, int from, int to, double factor) {
    WeightTensor kernel = tensor(k, KERNEL);
    int inputs = (int) kernel.shape()[1];
    float[] values = kernel.values();
    for (int i = 0; i < values.length; i++) {
      int input = i / TAPS % inputs;
      if (input >= from && input < to) {
        values[i] = (float) (values[i] * factor);
      }
    }
  }
}
