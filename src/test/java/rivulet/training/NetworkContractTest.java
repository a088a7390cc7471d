package rivulet.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import rivulet.Images;
import rivulet.data.DataException;
import rivulet.flow.ConditionKind;
import rivulet.flow.ModelSpec;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.Networks;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.tensor.Activation;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/** What is said of a network arrives in the model, whatever is said after it. */
final class NetworkContractTest {
  private static final Images IMAGES = Images.of(new byte[2 * 3 * 8 * 8], 3, 8, 8);

  private static ModelSpec spec(Network network) {
    return network.spec(IMAGES.set());
  }

  @Test
  void everySettingArrivesAndNoLaterOneForgetsIt() {
    Network all =
        Network.usual()
            .pixelTransform("affine")
            .alpha(0.1)
            .knots(16)
            .preTransform("cdf")
            .wavelet("haar")
            .condition("raw")
            .timeFeatures(2)
            .residual(false)
            .activation("tanh")
            .layer("concatsquash")
            .blocks(3)
            .hidden("4,5/6")
            .levels(2);
    ModelSpec expected =
        new ModelSpec(
                new WaveletPyramid(Wavelet.parse("haar"), 3, 8, 8, 2),
                new Networks(
                    List.of(List.of(4, 5), List.of(6)),
                    LayerKind.named("concatsquash"),
                    Activation.TANH,
                    false,
                    2),
                PreTransformRecipe.parse("cdf", 0.1, 16))
            .withBlocks(3)
            .withCondition(ConditionKind.RAW)
            .withPixelTransform("affine");
    assertEquals(expected, spec(all));
  }

  @Test
  void settingsGiveAnotherNetwork() {
    ModelSpec usual = spec(Network.usual());
    assertNotEquals(usual, spec(Network.usual().hidden(8, 8)));
    assertEquals(usual, spec(Network.usual()));
    assertEquals(usual, spec(Network.usual().levels(3).hidden(64, 64, 64)));
  }

  @Test
  void classesNeedLabels() {
    Network seeing = Network.usual().classes(true).levels(2);
    assertThrows(DataException.class, () -> spec(seeing));
  }
}
