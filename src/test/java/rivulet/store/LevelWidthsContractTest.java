package rivulet.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import rivulet.flow.ModelSpec;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.Networks;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.tensor.Activation;
import rivulet.tensor.KernelShape;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/** Hidden widths that differ by level, and that do not. */
final class LevelWidthsContractTest {
  private static ModelSpec spec(String widths) {
    return new ModelSpec(
        new WaveletPyramid(Wavelet.UNIMODULAR, 1, 8, 8, 2),
        new Networks(Networks.widths(widths), LayerKind.CONCAT, Activation.SWISH, false, 0),
        PreTransformRecipe.parse("affine", 0.05, 16));
  }

  private static SortedMap<String, String> written(ModelSpec spec) {
    SortedMap<String, String> metadata = new TreeMap<>();
    SpecMetadata.write(spec, metadata);
    return metadata;
  }

  @Test
  void eachLevelHasItsOwn() {
    ModelSpec spec = spec("3/5,7");
    assertEquals(
        new KernelShape(3, 2, 3), spec.field(0).parameters().get("layers.0._layer.weight"));
    assertEquals(
        new KernelShape(7, 6, 3), spec.field(1).parameters().get("layers.1._layer.weight"));
  }

  @Test
  void descriptionsReturn() {
    for (String widths : List.of("4,4", "3/5,7", "/5")) {
      ModelSpec spec = spec(widths);
      assertEquals(widths, written(spec).get("hidden"));
      assertEquals(spec, SpecMetadata.read(written(spec), List.of()));
    }
  }

  @Test
  void asManyAsLevelsAreNeeded() {
    String message = assertThrows(IllegalArgumentException.class, () -> spec("3/5/7")).getMessage();
    assertTrue(message.contains("all 2") && message.endsWith("3/5/7"), message);
    assertThrows(IllegalArgumentException.class, () -> spec("3,x"));
  }
}
