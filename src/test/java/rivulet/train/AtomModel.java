package rivulet.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.flow.ConditionKind;
import rivulet.flow.FlowModel;
import rivulet.flow.ImageClasses;
import rivulet.flow.LevelParameters;
import rivulet.flow.ModelSpec;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.Networks;
import rivulet.flow.pretransform.PreTransformChain;
import rivulet.flow.pretransform.PreTransformKind;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.noise.Dequantisation;
import rivulet.noise.DequantisationKind;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.store.StoredModel;
import rivulet.tensor.Activation;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/** Small models with a transform of pixels, and images of 8×8 with atoms that they are for. */
public final class AtomModel {
  static final int SIDE = 8;
  private static final int KNOTS = 8;
  private static final long SEED = 5;

  private AtomModel() {}

  /** Half of the pixels black, a tenth of one light value, the rest from 30 to 179. */
  public static ImageSet images(int channels, int count) {
    byte[] pixels = new byte[count * channels * SIDE * SIDE];
    NoiseStream noise = new NoiseStream();
    noise.reset(17, Purpose.DATA, 0, 0, 0, 0, 0);
    for (int i = 0; i < pixels.length; i++) {
      double kind = noise.nextUniform();
      double grey = 30 + 150 * noise.nextUniform();
      int light = 200 + i / (SIDE * SIDE) % channels;
      pixels[i] = (byte) (int) (kind < 0.5 ? 0 : kind < 0.6 ? light : grey);
    }
    return ImageSets.of("atoms", channels, SIDE, SIDE, pixels);
  }

  /** Networks see the coarser image as it is, and levels are mapped by {@code affine}. */
  public static ModelSpec spec(int channels, int levels, String pixelTransform) {
    return spec(Wavelet.UNIMODULAR, channels, levels, "affine", pixelTransform);
  }

  /** The same with another wavelet and other maps of levels. */
  public static ModelSpec spec(
      Wavelet wavelet, int channels, int levels, String preTransform, String pixelTransform) {
    return new ModelSpec(
        new WaveletPyramid(wavelet, channels, SIDE, SIDE, levels),
        new Networks(List.of(List.of(4)), LayerKind.CONCAT, Activation.SOFTPLUS, false, 0),
        1,
        PreTransformRecipe.parse(preTransform, 0.05, KNOTS),
        ConditionKind.RAW,
        ImageClasses.NONE,
        PreTransformRecipe.parse(pixelTransform, 0.05, KNOTS));
  }

  /**
   * Measured from images, with random weights.
   *
   * @param identity whether every flow is the identity
   */
  public static StoredModel of(
      ModelSpec spec, ImageSet images, DequantisationKind kind, boolean identity) {
    boolean atoms = spec.pixelTransform().kinds().contains(PreTransformKind.ATOMS);
    Dequantisation noise = kind.fit(images, atoms);
    PreTransformChain pixels = new PreTransforms(spec, images, noise, SEED, 2).pixels();
    List<PreTransformChain> chains = new PreTransforms(spec, images, noise, SEED, 2).levels(pixels);
    List<LevelParameters> levels = new ArrayList<>();
    for (int level = 0; level < spec.levels(); level++) {
      List<Map<String, float[]>> blocks =
          LevelParameters.initial(spec.field(level), spec.blocks(), SEED, level, identity);
      levels.add(new LevelParameters(chains.get(level), blocks));
    }
    return StoredModel.of(
        new FlowModel(spec, pixels, levels), new TreeMap<>(Map.of("seed", "5")), noise);
  }

  /** A model of such images, of three levels, with truncated-normal noise. */
  public static StoredModel stored(Wavelet wavelet, int channels, String transform) {
    return of(
        spec(wavelet, channels, 3, "affine", transform),
        images(channels, 40),
        DequantisationKind.TRUNCATED_NORMAL,
        false);
  }
}
