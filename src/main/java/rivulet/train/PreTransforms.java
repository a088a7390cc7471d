package rivulet.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.ModelSpec;
import rivulet.flow.pretransform.PreTransformChain;
import rivulet.flow.pretransform.PreTransformFit;
import rivulet.measure.ImageFit;
import rivulet.noise.Dequantisation;
import rivulet.noise.Dequantiser;
import rivulet.random.Purpose;
import rivulet.wavelet.PyramidCoefficients;

/** Measures the pre-transforms of all levels, once, from the training images. */
public final class PreTransforms {
  /** Most images that are measured, evenly spread over the set. */
  public static final int IMAGES = 10_000;

  private PreTransforms() {}

  /** The map of pixels before the pyramid; a function of the same. */
  public static PreTransformChain measurePixels(
      ModelSpec spec, ImageSet data, Dequantisation dequantisation, long seed) {
    ImageFit.require("train", spec, data);
    Dequantiser reader =
        new Dequantiser(data, seed, Purpose.DEQUANTISATION, dequantisation, ImageLabels.none());
    long count = data.count();
    int images = (int) Math.min(count, IMAGES);
    PreTransformFit fit =
        new PreTransformFit(
            (n, values) -> reader.read(n * count / images, 0, values),
            images,
            data.channels(),
            data.height() * data.width());
    return spec.pixelTransform().fit(0, fit);
  }

  /** One chain per level; a function of model description, data, noise and seed. */
  public static List<PreTransformChain> measure(
      ModelSpec spec,
      PreTransformChain pixelTransform,
      ImageSet data,
      Dequantisation dequantisation,
      long seed) {
    ImageFit.require("train", spec, data);
    Dequantiser reader =
        new Dequantiser(data, seed, Purpose.DEQUANTISATION, dequantisation, ImageLabels.none());
    PyramidCoefficients coefficients = spec.pyramid().newCoefficients();
    double[] image = new double[spec.dimensions()];
    long count = data.count();
    int images = (int) Math.min(count, IMAGES);
    IntConsumer analyse =
        n -> {
          reader.read(n * count / images, 0, image);
          pixelTransform.forward(image, 0, data.channels(), data.height() * data.width());
          spec.pyramid().analyse(image, 0, coefficients);
        };
    List<PreTransformChain> chains = new ArrayList<>();
    for (int level = 0; level < spec.levels(); level++) {
      int number = level;
      PreTransformFit.Source source =
          (n, values) -> {
            analyse.accept(n);
            double[] found = coefficients.data(number);
            System.arraycopy(found, 0, values, 0, found.length);
          };
      PreTransformFit fit =
          new PreTransformFit(
              source, images, spec.state(level).channels(), spec.state(level).pixels());
      PreTransformFit.Source coarser =
          (n, values) -> {
            analyse.accept(n);
            double[] found = coefficients.condition(number);
            System.arraycopy(found, 0, values, 0, found.length);
          };
      PreTransformFit.Coarse coarse =
          new PreTransformFit.Coarse(coarser, spec.pyramid().channels(), spec.state(level).width());
      chains.add(spec.preTransform().fit(level, fit, coarse));
    }
    return chains;
  }
}
