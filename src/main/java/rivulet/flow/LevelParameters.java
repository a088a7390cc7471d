package rivulet.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.tensor.Extent;
import rivulet.tensor.KernelShape;

/**
 * The numbers of one level: its measured pre-transforms and the weights of its blocks, canonical
 * float32 by name.
 */
public final class LevelParameters {
  private final PreTransformChain preTransform;
  private final List<Map<String, float[]>> blocks;

  /**
   * @param preTransform measured chain
   * @param blocks weights of each block, by names below the block; taken over, not copied
   */
  public LevelParameters(PreTransformChain preTransform, List<Map<String, float[]>> blocks) {
    this.preTransform = preTransform;
    this.blocks = List.copyOf(blocks);
  }

  public PreTransformChain preTransform() {
    return preTransform;
  }

  public List<Map<String, float[]>> blocks() {
    return blocks;
  }

  /**
   * Fresh weights: uniform in ±1/√fan-in as in the published code (PyTorch's default for
   * convolutions), a function of seed, level, block and position; the last layer's kernel is zero,
   * so that a fresh flow is the identity.
   *
   * @param zeroLast whether the last layer starts at zero
   */
  public static List<Map<String, float[]>> initial(
      NetworkSpec network, int blocks, long seed, int level, boolean zeroLast) {
    List<Map<String, float[]>> result = new ArrayList<>();
    NoiseStream noise = new NoiseStream();
    String last = "layers." + (network.layers() - 1) + ".";
    for (int block = 0; block < blocks; block++) {
      Map<String, float[]> weights = new LinkedHashMap<>();
      int number = 0;
      for (Map.Entry<String, Extent> entry : new TreeMap<>(network.parameters()).entrySet()) {
        noise.reset(seed, Purpose.INITIALISATION, 0, number++, level, block, 0);
        String name = entry.getKey();
        boolean zero = zeroLast && name.startsWith(last) && name.contains("_layer.");
        double bound = zero ? 0 : bound(network, name);
        weights.put(name, uniform(noise, (int) entry.getValue().elements(), bound));
      }
      result.add(weights);
    }
    return result;
  }

  /** 1/√fan-in; the time layers of concatsquash see time alone. */
  private static double bound(NetworkSpec network, String name) {
    if (name.contains("_hyper_")) {
      return 1 / Math.sqrt(network.timeInputs());
    }
    String kernel = name.substring(0, name.lastIndexOf('.')) + ".weight";
    KernelShape shape = (KernelShape) network.parameters().get(kernel);
    return 1 / Math.sqrt((double) shape.inputs() * shape.taps());
  }

  private static float[] uniform(NoiseStream noise, int count, double bound) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (bound * (2 * noise.nextUniform() - 1));
    }
    return values;
  }
}
