package rivulet.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import rivulet.autodiff.TracedField;
import rivulet.flow.pretransform.PreTransformChain;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.tensor.Extent;

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
   * Fresh weights: uniform in ± {@link TracedField#initialBound}, a function of seed, level, block
   * and position.
   *
   * @param zeroLast whether what {@link TracedField#beginsAtZero} does so
   */
  public static List<Map<String, float[]>> initial(
      TracedField field, int blocks, long seed, int level, boolean zeroLast) {
    List<Map<String, float[]>> result = new ArrayList<>();
    NoiseStream noise = new NoiseStream();
    for (int block = 0; block < blocks; block++) {
      Map<String, float[]> weights = new LinkedHashMap<>();
      int number = 0;
      for (Map.Entry<String, Extent> entry : new TreeMap<>(field.parameters()).entrySet()) {
        noise.reset(seed, Purpose.INITIALISATION, 0, number++, level, block, 0);
        String name = entry.getKey();
        double bound = zeroLast && field.beginsAtZero(name) ? 0 : field.initialBound(name);
        weights.put(name, uniform(noise, (int) entry.getValue().elements(), bound));
      }
      result.add(weights);
    }
    return result;
  }

  private static float[] uniform(NoiseStream noise, int count, double bound) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (bound * (2 * noise.nextUniform() - 1));
    }
    return values;
  }
}
