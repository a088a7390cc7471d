package rivulet.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import rivulet.flow.ImageClasses;
import rivulet.flow.ModelSpec;
import rivulet.flow.RandomModel;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.Networks;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.noise.Dequantisation;
import rivulet.store.ModelFile;
import rivulet.store.StoredModel;
import rivulet.tensor.Activation;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/** Untrained models of three levels with random weights in every layer. */
public final class TinyModel {
  public static final int LEVELS = 3;

  private TinyModel() {}

  public static ModelSpec spec(Wavelet wavelet, int channels, int height, int width) {
    return new ModelSpec(
        new WaveletPyramid(wavelet, channels, height, width, LEVELS),
        Networks.of(List.of(4), LayerKind.CONCAT, Activation.SOFTPLUS),
        PreTransformRecipe.parse("none"));
  }

  /** The same with classes of images. */
  public static ModelSpec spec(Wavelet wavelet, int channels, int height, int width, int classes) {
    return spec(wavelet, channels, height, width).withClasses(ImageClasses.numbered(classes));
  }

  public static Path write(Path file, ModelSpec spec) {
    return write(file, spec, spec.levels());
  }

  /** Holds the first {@code count} levels only. */
  public static Path write(Path file, ModelSpec spec, int count) {
    return write(file, spec, count, 1);
  }

  /** With all weights times {@code factor}: a wild field where that is large. */
  static Path writeScaled(Path file, ModelSpec spec, float factor) {
    return write(file, spec, spec.levels(), factor);
  }

  private static Path write(Path file, ModelSpec spec, int count, float factor) {
    var provenance = new TreeMap<>(Map.of("seed", "11"));
    StoredModel whole =
        StoredModel.of(RandomModel.of(spec, factor), provenance, Dequantisation.UNIFORM);
    var kept = new TreeMap<>(whole.levels().headMap(count));
    ModelFile.write(
        file,
        new StoredModel(spec, whole.pixelTransform(), kept, provenance, whole.dequantisation()));
    return file;
  }
}
