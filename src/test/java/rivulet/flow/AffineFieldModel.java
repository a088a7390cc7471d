package rivulet.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rivulet.autodiff.TracedField;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.Networks;
import rivulet.flow.pretransform.PreTransformChain;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.tensor.Activation;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/**
 * Models whose every field is f = a_c·x + b_c in channel c, by networks of a single layer that sees
 * no neighbours, no time and no coarser image: latents, log-dets and regularisers have closed
 * forms.
 */
public final class AffineFieldModel {
  private static final int TAPS = 9;
  private static final int CENTRE = 4;

  private AffineFieldModel() {}

  /** A number of each level, block and channel. */
  @FunctionalInterface
  public interface Coefficient {
    double at(int level, int block, int channel);
  }

  /** A description of such a model. */
  public static ModelSpec spec(
      int channels, int height, int width, int levels, int blocks, String preTransform) {
    return new ModelSpec(
            new WaveletPyramid(Wavelet.UNIMODULAR, channels, height, width, levels),
            Networks.of(List.of(), LayerKind.CONCAT, Activation.SOFTPLUS),
            PreTransformRecipe.parse(preTransform))
        .withBlocks(blocks);
  }

  /** The model with pre-transforms that need no measuring. */
  public static FlowModel of(ModelSpec spec, Coefficient rate, Coefficient constant) {
    List<PreTransformChain> chains = new ArrayList<>();
    for (int level = 0; level < spec.levels(); level++) {
      chains.add(spec.preTransform().restore(level, Map.of()));
    }
    return of(spec, chains, rate, constant);
  }

  /** The model with measured pre-transforms. */
  public static FlowModel of(
      ModelSpec spec, List<PreTransformChain> chains, Coefficient rate, Coefficient constant) {
    List<LevelParameters> levels = new ArrayList<>();
    for (int level = 0; level < spec.levels(); level++) {
      List<Map<String, float[]>> blocks = new ArrayList<>();
      for (int block = 0; block < spec.blocks(); block++) {
        blocks.add(weights(spec.field(level), level, block, rate, constant));
      }
      levels.add(new LevelParameters(chains.get(level), blocks));
    }
    return new FlowModel(spec, levels);
  }

  /** Input channels of the kernel are time, state, condition. */
  private static Map<String, float[]> weights(
      TracedField network, int level, int block, Coefficient rate, Coefficient constant) {
    int channels = network.state().channels();
    int inputs = 1 + channels + network.condition();
    float[] weight = new float[channels * inputs * TAPS];
    float[] bias = new float[channels];
    for (int c = 0; c < channels; c++) {
      weight[(c * inputs + 1 + c) * TAPS + CENTRE] = (float) rate.at(level, block, c);
      bias[c] = (float) constant.at(level, block, c);
    }
    Map<String, float[]> weights = new LinkedHashMap<>();
    weights.put("layers.0._layer.weight", weight);
    weights.put("layers.0._layer.bias", bias);
    return weights;
  }
}
