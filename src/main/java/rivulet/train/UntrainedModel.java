package rivulet.train;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import rivulet.data.ImageSet;
import rivulet.flow.FlowModel;
import rivulet.flow.LevelParameters;
import rivulet.flow.ModelSpec;
import rivulet.flow.pretransform.PreTransformChain;
import rivulet.flow.pretransform.PreTransformKind;
import rivulet.noise.Dequantisation;
import rivulet.store.StoredModel;

/** What a training begins with where it does not go on from another model. */
final class UntrainedModel {
  private UntrainedModel() {}

  /**
   * Measured noise and pre-transforms, and fresh weights: every flow is the identity.
   *
   * @param config its seed and noise
   * @param data training images
   * @param threads workers, which change nothing
   */
  static StoredModel of(ModelSpec spec, TrainConfig config, ImageSet data, int threads) {
    boolean atoms = spec.pixelTransform().kinds().contains(PreTransformKind.ATOMS);
    Dequantisation noise = config.dequantisation().fit(data, atoms, config.bits());
    PreTransforms measured = new PreTransforms(spec, data, noise, config.seed(), threads);
    PreTransformChain pixels = measured.pixels();
    List<PreTransformChain> chains = measured.levels(pixels);
    List<LevelParameters> numbers = new ArrayList<>();
    for (int level = 0; level < spec.levels(); level++) {
      numbers.add(
          new LevelParameters(
              chains.get(level),
              LevelParameters.initial(
                  spec.field(level), spec.blocks(), config.seed(), level, true)));
    }
    return StoredModel.of(new FlowModel(spec, pixels, numbers), new TreeMap<>(), noise);
  }
}
