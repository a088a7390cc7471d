package rivulet.store.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import rivulet.store.StoreException;

/**
 * A block of the published code as its tensors show it.
 *
 * @param where level and number in its chain, for messages and names
 * @param tensors by name within the block, buffers included
 */
record PublishedBlock(WeightName where, SortedMap<String, WeightTensor> tensors) {
  private static final int KERNEL = 3;

  /** The tensor of a layer, such as {@code _layer.weight}. */
  static String layer(int k, String name) {
    return WeightName.NETWORK + "layers." + k + "." + name;
  }

  private WeightTensor weight(int k) {
    return tensors.get(layer(k, "_layer.weight"));
  }

  private int count() {
    int k = 0;
    while (weight(k) != null) {
      k++;
    }
    return k;
  }

  int layers() {
    int k = count();
    if (k == 0) {
      throw new StoreException(name() + " has no '" + layer(0, "_layer.weight") + "'");
    }
    return k;
  }

  private String name() {
    return "level " + where.level() + ", chain " + where.link();
  }

  /** Output channels of every layer. */
  List<Integer> outputs() {
    List<Integer> outputs = new ArrayList<>();
    for (int k = 0; k < layers(); k++) {
      long[] shape = weight(k).shape();
      if (shape.length != 4 || shape[2] != KERNEL || shape[3] != KERNEL) {
        throw new StoreException(
            "%s: layer %d has weights %s, this program has convolutions of 3x3 and stride 1 alone"
                .formatted(name(), k, weight(k)));
      }
      outputs.add(Math.toIntExact(shape[0]));
    }
    return outputs;
  }

  private int inputs(int k) {
    return Math.toIntExact(weight(k).shape()[1]);
  }

  /** Whether the last layer is as it begins, zero: its level was never trained. */
  boolean isUntrained() {
    int layers = count();
    return layers > 0 && weight(layers - 1).isZero();
  }

  /** Whether time comes by a gate and a bias of its own. */
  boolean isSquash() {
    return tensors.containsKey(layer(0, "_hyper_gate.weight"));
  }

  /** Whether it has the slopes of swish. */
  boolean isSwish() {
    return tensors.containsKey(WeightName.slope(0));
  }

  /**
   * The block as one of ours: what the published code leaves out is there with zeros (the time of
   * layers that ignore it, the coarser image), and its own numbers beside the weights are worked
   * into them: the end time T by t = T·s, and β of swish by x·σ(βx) = swish(βx)/β.
   *
   * @param coarse channels of the coarser image that our block sees
   * @throws StoreException if there is no such block of ours
   */
  SortedMap<String, WeightTensor> plain(int coarse) {
    List<Integer> outputs = outputs();
    BlockWeights block = new BlockWeights(layers(), isSquash());
    for (int k = 0; k < layers(); k++) {
      int own = k == 0 ? outputs.getLast() : outputs.get(k - 1);
      int after = k == 0 ? coarse : 0;
      int clock = isSquash() ? 0 : 1;
      int lacking = clock + own + after - inputs(k);
      boolean timeless = clock == 1 && (lacking == 1 || lacking == 1 + after);
      int blind = lacking - (timeless ? 1 : 0);
      if (blind != 0 && blind != after) {
        throw new StoreException(
            "%s: layer %d has %d input channels, %d + %d of the coarser image and time were expected"
                .formatted(name(), k, inputs(k), own, after));
      }
      block.widen(k, layer(tensors, k), timeless ? 1 : 0, blind);
    }
    block.stretchTime(endTime());
    for (int k = 0; k < layers() - 1 && isSwish(); k++) {
      block.slope(k, number(WeightName.slope(k), 1));
    }
    return block.tensors();
  }

  private static SortedMap<String, WeightTensor> layer(
      SortedMap<String, WeightTensor> tensors, int k) {
    String prefix = layer(k, "");
    SortedMap<String, WeightTensor> found = new TreeMap<>();
    tensors.forEach((name, tensor) -> {
      if (name.startsWith(prefix)) {
        found.put(name.substring(prefix.length()), tensor);
      }
    });
    return found;
  }

  private double endTime() {
    double root = number(WeightName.END_TIME, 1);
    return root * root;
  }

  private double number(String name, double otherwise) {
    WeightTensor tensor = tensors.get(name);
    double value = tensor == null || tensor.values().length != 1 ? otherwise : tensor.values()[0];
    if (!Double.isFinite(value) || value == 0) {
      throw new StoreException(name() + ": '" + name + "' is " + value);
    }
    return value;
  }
}
