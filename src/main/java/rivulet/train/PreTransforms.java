package rivulet.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.ModelSpec;
import rivulet.flow.pretransform.ConditionalMap;
import rivulet.flow.pretransform.PreTransformChain;
import rivulet.flow.pretransform.PreTransformFit;
import rivulet.flow.pretransform.PreTransformKind;
import rivulet.measure.ImageFit;
import rivulet.noise.Dequantisation;
import rivulet.noise.Dequantiser;
import rivulet.parallel.WorkerPool;
import rivulet.random.Purpose;
import rivulet.wavelet.PyramidCoefficients;

/**
 * Measures transforms, of pixels and of all levels, once, from the training images. What is found
 * is a function of all but the threads.
 *
 * @param spec says which transforms
 * @param data training images, of which {@value #IMAGES} at most are measured, evenly spread
 * @param dequantisation their noise
 * @param seed of the noise
 * @param threads workers
 */
public record PreTransforms(
    ModelSpec spec, ImageSet data, Dequantisation dequantisation, long seed, int threads) {
  /** Most images that are measured. */
  public static final int IMAGES = 10_000;

  /** What counts the values of pixels, which no noise changes. */
  private static final List<PreTransformKind> ONLY_COUNTED = List.of(PreTransformKind.ATOMS);

  /** Checks that the images are the model's. */
  public PreTransforms {
    ImageFit.require("train", spec, data);
  }

  /** The map of pixels before the pyramid. */
  public PreTransformChain pixels() {
    boolean noise = !spec.pixelTransform().kinds().equals(ONLY_COUNTED);
    try (WorkerPool workers = new WorkerPool(threads)) {
      Dequantiser[] readers = readers(noise);
      ReadAhead<double[]> images =
          new ReadAhead<>(
              workers,
              images(),
              8L * spec.dimensions(),
              () -> new double[spec.dimensions()],
              (worker, n, into) -> readers[worker].read(position(n), 0, into));
      PreTransformFit fit =
          new PreTransformFit(
              source(images, image -> image),
              images(),
              data.channels(),
              data.height() * data.width(),
              1 << dequantisation.bits());
      return spec.pixelTransform().fit(0, fit);
    }
  }

  /** One chain per level, of images after a map of pixels. */
  public List<PreTransformChain> levels(PreTransformChain pixelTransform) {
    List<PreTransformChain> chains = new ArrayList<>();
    try (WorkerPool workers = new WorkerPool(threads)) {
      ReadAhead<PyramidCoefficients> images = analysed(workers, pixelTransform);
      for (int level = 0; level < spec.levels(); level++) {
        int number = level;
        PreTransformFit fit =
            new PreTransformFit(
                source(images, image -> image.data(number)),
                images(),
                spec.state(level).channels(),
                spec.state(level).pixels());
        PreTransformFit.Coarse coarse =
            new PreTransformFit.Coarse(
                source(images, image -> image.condition(number)),
                spec.pyramid().channels(),
                spec.state(level).width());
        chains.add(spec.preTransform().fit(level, fit, coarse));
      }
    }
    return chains;
  }

  private ReadAhead<PyramidCoefficients> analysed(WorkerPool workers, PreTransformChain pixels) {
    Dequantiser[] readers = readers(true);
    double[][] scratch = new double[threads][spec.dimensions()];
    return new ReadAhead<>(
        workers,
        images(),
        2 * 8L * spec.dimensions(),
        spec.pyramid()::newCoefficients,
        (worker, n, into) -> {
          double[] image = scratch[worker];
          readers[worker].read(position(n), 0, image);
          pixels.map(
              image, 0, data.channels(), data.height() * data.width(), ConditionalMap.IDENTITY);
          spec.pyramid().analyse(image, 0, into);
        });
  }

  private static <T> PreTransformFit.Source source(
      ReadAhead<T> images, Function<T, double[]> part) {
    return (n, values) -> {
      double[] found = part.apply(images.at(n));
      System.arraycopy(found, 0, values, 0, found.length);
    };
  }

  private int images() {
    return (int) Math.min(data.count(), IMAGES);
  }

  private long position(int image) {
    return image * data.count() / images();
  }

  private Dequantiser[] readers(boolean noise) {
    Dequantiser[] readers = new Dequantiser[threads];
    Arrays.setAll(
        readers,
        _ ->
            noise
                ? new Dequantiser(
                    data, seed, Purpose.DEQUANTISATION, dequantisation, ImageLabels.none())
                : Dequantiser.centred(data));
    return readers;
  }
}
