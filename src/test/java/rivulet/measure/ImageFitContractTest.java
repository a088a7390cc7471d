package rivulet.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.RandomModel;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.Networks;
import rivulet.flow.network.ProbeKind;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.noise.Dequantisation;
import rivulet.ode.SolverOptions;
import rivulet.tensor.Activation;
import rivulet.tensor.kernel.Tuning;
import rivulet.train.PreTransforms;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/** Images of another shape are refused where numbers are made from them, with one line. */
final class ImageFitContractTest {
  private static final ModelSpec SPEC =
      new ModelSpec(
          new WaveletPyramid(Wavelet.UNIMODULAR, 1, 8, 8, 2),
          Networks.of(List.of(4), LayerKind.CONCAT, Activation.SOFTPLUS),
          PreTransformRecipe.parse("none"));

  private static ImageSet images(int channels, int height, int width) {
    return ImageSets.of("other", channels, height, width, new byte[channels * height * width]);
  }

  private static void refused(String what, String found, Executable made) {
    assertEquals(
        what
            + ": the model is for images of 1x8x8, the data holds "
            + found
            + "; choose other data",
        assertThrows(IllegalArgumentException.class, made).getMessage());
  }

  @Test
  void evaluationAndMeasurement() {
    EvaluationOptions options =
        EvaluationOptions.of(
            1, SolverOptions.adaptive("bosh3", 1e-2), ProbeKind.RADEMACHER, Dequantisation.UNIFORM);
    try (var flow = new MultiResolutionFlow(RandomModel.of(SPEC, 1), 1, false, Tuning.DEFAULT)) {
      refused(
          "eval",
          "1x4x4",
          () -> Evaluation.of(flow, images(1, 4, 4), options, 1, (done, all) -> {}));
      refused(
          "eval",
          "1x4x16",
          () -> Evaluation.of(flow, images(1, 4, 16), options, 1, (done, all) -> {}));
    }
    refused(
        "train",
        "2x8x8",
        () -> new PreTransforms(SPEC, images(2, 8, 8), Dequantisation.UNIFORM, 1, 1));
  }

  @Test
  void networksAndTolerancesAreRefusedWhenTheyAreDescribed() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new ModelSpec(
                SPEC.pyramid(),
                Networks.of(List.of(0), LayerKind.CONCAT, Activation.SOFTPLUS),
                SPEC.preTransform()));
    assertThrows(IllegalArgumentException.class, () -> SolverOptions.adaptive("dopri5", 1e-300));
  }
}
