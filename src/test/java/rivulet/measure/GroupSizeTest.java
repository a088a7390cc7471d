package rivulet.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rivulet.flow.ModelSpec;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.Networks;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.tensor.Activation;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/** Groups of large images are smaller: at most 32,768 pixels of the finest level, or one image. */
final class GroupSizeTest {
  @ParameterizedTest
  @CsvSource({"28,28,8", "128,128,8", "130,128,7", "256,256,2", "256,512,1", "1024,1024,1"})
  void groupsShrinkWithTheirImages(int height, int width, int group) {
    ModelSpec spec =
        new ModelSpec(
            new WaveletPyramid(Wavelet.HAAR, 1, height, width, 2),
            Networks.of(List.of(4), LayerKind.CONCAT, Activation.SWISH),
            PreTransformRecipe.parse("affine"));
    assertEquals(group, Decoding.group(spec));
  }
}
