package rivulet.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.flow.FlowModel;
import rivulet.flow.LevelParameters;
import rivulet.flow.ModelSpec;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.Networks;
import rivulet.flow.pretransform.PreTransformChain;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.noise.Dequantisation;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.tensor.Activation;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/**
 * Five colour images of 4×6 and a model of two levels with random weights in every layer. The
 * wavelet is one whose determinant is not 1.
 */
public final class ColourModel {
  public static final int IMAGES = 5;
  public static final int LEVELS = 2;
  public static final int DIMENSIONS = 3 * 4 * 6;

  private ColourModel() {}

  public static ImageSet images() {
    byte[] pixels = new byte[IMAGES * DIMENSIONS];
    NoiseStream noise = new NoiseStream();
    for (int n = 0; n < IMAGES; n++) {
      noise.reset(21, Purpose.DATA, 0, n, 0, 0, 0);
      for (int i = 0; i < DIMENSIONS; i++) {
        int channel = i / 24;
        double value = 30 + 60 * channel + 8 * n + 5 * (i % 6) + 40 * noise.nextUniform();
        pixels[n * DIMENSIONS + i] = (byte) (int) value;
      }
    }
    return ImageSets.of("colour", 3, 4, 6, pixels);
  }

  public static FlowModel model() {
    ModelSpec spec =
        new ModelSpec(
                new WaveletPyramid(Wavelet.HAAR, 3, 4, 6, LEVELS),
                Networks.of(List.of(6), LayerKind.CONCAT, Activation.SOFTPLUS),
                PreTransformRecipe.parse("logit,affine"))
            .withBlocks(2);
    List<PreTransformChain> chains =
        new PreTransforms(spec, images(), Dequantisation.UNIFORM, 7, 2)
            .levels(PreTransformChain.IDENTITY);
    List<LevelParameters> levels = new ArrayList<>();
    for (int level = 0; level < LEVELS; level++) {
      List<Map<String, float[]>> blocks =
          LevelParameters.initial(spec.field(level), spec.blocks(), 7, level, false);
      levels.add(new LevelParameters(chains.get(level), blocks));
    }
    return new FlowModel(spec, levels);
  }
}
