package rivulet.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.Networks;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.tensor.Activation;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/** Untrained models with random weights in every layer. */
public final class RandomModel {
  private static final long SEED = 11;

  private RandomModel() {}

  /** The model of that architecture; its pre-transforms need no measured values. */
  public static FlowModel of(ModelSpec spec) {
    return of(spec, 1);
  }

  /** With all weights times {@code factor}: a wild field where that is large. */
  public static FlowModel of(ModelSpec spec, float factor) {
    List<LevelParameters> levels = new ArrayList<>();
    for (int level = 0; level < spec.levels(); level++) {
      List<Map<String, float[]>> blocks =
          LevelParameters.initial(spec.field(level), spec.blocks(), SEED, level, false);
      blocks.forEach(block -> block.values().forEach(weights -> scale(weights, factor)));
      levels.add(new LevelParameters(spec.preTransform().restore(level, Map.of()), blocks));
    }
    return new FlowModel(spec, levels);
  }

  /**
   * Two levels of square grey images; from 32 pixels on wide and large enough for a crew to share
   * the kernels of the finer one.
   */
  public static FlowModel ofTwoLevels(int side) {
    return of(
        new ModelSpec(
            new WaveletPyramid(Wavelet.UNIMODULAR, 1, side, side, 2),
            Networks.of(List.of(32, 32), LayerKind.CONCAT, Activation.SOFTPLUS),
            PreTransformRecipe.parse("none")));
  }

  private static void scale(float[] weights, float factor) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= factor;
    }
  }
}
