package rivulet.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.Networks;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.tensor.Activation;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/** Which transforms of pixels go with which other parts of a model. */
class ModelSpecContractTest {
  private static ModelSpec spec(
      Wavelet wavelet,
      PreTransformRecipe levels,
      ConditionKind condition,
      PreTransformRecipe pixels) {
    return new ModelSpec(
        new WaveletPyramid(wavelet, 1, 8, 8, 2),
        new Networks(List.of(List.of(4)), LayerKind.CONCAT, Activation.SOFTPLUS, false, 0),
        1,
        levels,
        condition,
        ImageClasses.NONE,
        pixels);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "affine | LOG | logit | transform logit leaves [0,1], which condition log needs; choose"
            + " raw",
        "affine | LOG | atoms,affine | leaves [0,1], which condition log needs; choose raw",
        "logit | RAW | cdf | leaves [0,1], which pre-transform logit needs; choose affine or cdf",
        "atoms | RAW | none | a level has none; name them as the pixel transform",
        "affine | RAW | affine,atoms | name atoms first, without cdf",
        "affine | RAW | atoms,cdf | name atoms first, without cdf",
        "cdf | RAW | conditional-cdf | needs a coarser image, pixels have none; choose cdf"
      })
  void whatDoesNotFitIsRefused(
      String levels, ConditionKind condition, String pixels, String message) {
    String found =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    spec(
                        Wavelet.UNIMODULAR,
                        PreTransformRecipe.parse(levels),
                        condition,
                        PreTransformRecipe.parse(pixels)))
            .getMessage();
    assertTrue(found.contains(message), found);
  }

  /** A file holds one α and one number of knots. */
  @Test
  void bothTransformsHaveTheSameNumbers() {
    PreTransformRecipe levels = PreTransformRecipe.parse("affine", 0.01, 8);
    String found =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    spec(
                        Wavelet.UNIMODULAR,
                        levels,
                        ConditionKind.RAW,
                        PreTransformRecipe.parse("logit", 0.02, 8)))
            .getMessage();
    assertTrue(found.contains("give both the same"), found);
    ModelSpec none = spec(Wavelet.UNIMODULAR, levels, ConditionKind.RAW, PreTransformRecipe.NONE);
    assertEquals(0.01, none.pixelTransform().alpha());
    assertEquals(8, none.pixelTransform().knots());
    assertTrue(none.pixelTransform().kinds().isEmpty());
  }
}
