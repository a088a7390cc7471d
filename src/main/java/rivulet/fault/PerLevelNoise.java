package rivulet.fault;

import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.AnalysedImage;
import rivulet.flow.LevelWorker;
import rivulet.flow.ModelSpec;
import rivulet.flow.network.Divergence;
import rivulet.flow.pretransform.PixelHistogram;
import rivulet.measure.EvaluationOptions;
import rivulet.noise.Dequantiser;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.wavelet.PyramidCoefficients;
import rivulet.wavelet.WaveletPyramid;

/**
 * {@link LikelihoodFault#PER_LEVEL_NOISE}: level data from the coarse image of that level with
 * noise of full width, and a condition from the coarser image with other noise.
 */
final class PerLevelNoise implements WrongPractice {
  private static final int DATA = 1;
  private static final int CONDITION = 2;

  @Override
  public void check(EvaluationOptions options, ModelSpec spec, Divergence divergence) {
    if (!spec.pixelTransform().kinds().isEmpty()) {
      throw new IllegalArgumentException(
          "likelihood fault: per-level-noise is added to the pyramid of plain pixels, this model"
              + " has the pixel transform "
              + spec.pixelTransform().text()
              + "; use a model without one");
    }
    WrongPractice.super.check(options, spec, divergence);
  }

  /** The images themselves: each level brings its own noise. */
  @Override
  public Dequantiser reader(EvaluationOptions options, ImageSet images, ImageLabels labels) {
    return Dequantiser.constant(images, 0, labels);
  }

  @Override
  public void load(
      EvaluationOptions options,
      LevelWorker worker,
      int level,
      int lane,
      AnalysedImage image,
      int epoch,
      long index) {
    analyse(
        image.pixels(), image.coefficients(), level, options.seed(), options.noise(), epoch, index);
    worker.load(lane, image, options.seed(), epoch, index);
  }

  /**
   * Writes data and condition of one level.
   *
   * @param image X/256 without noise, planar
   * @param purpose of the noise
   * @param into its data and condition of {@code level} are written, the rest is lost
   */
  private static void analyse(
      double[] image,
      PyramidCoefficients into,
      int level,
      long seed,
      Purpose purpose,
      int epoch,
      long index) {
    WaveletPyramid pyramid = into.pyramid();
    pyramid.analyse(image, 0, into);
    int finest = pyramid.levels() - 1;
    if (level == 0) {
      add(into.data(0), seed, purpose, epoch, index, level, DATA);
      return;
    }
    double[] finer = level == finest ? image.clone() : into.condition(level + 1);
    double[] coarse = into.condition(level).clone();
    add(finer, seed, purpose, epoch, index, level, DATA);
    int halvings = finest - level;
    pyramid
        .wavelet()
        .forward(
            finer,
            0,
            pyramid.channels(),
            pyramid.height() >> halvings,
            pyramid.width() >> halvings,
            into.condition(level),
            0,
            into.data(level),
            0);
    System.arraycopy(coarse, 0, into.condition(level), 0, coarse.length);
    add(into.condition(level), seed, purpose, epoch, index, level, CONDITION);
  }

  private static void add(
      double[] values, long seed, Purpose purpose, int epoch, long index, int level, int use) {
    NoiseStream noise = new NoiseStream();
    noise.reset(seed, purpose, epoch, index, level, use, 0);
    for (int i = 0; i < values.length; i++) {
      values[i] += noise.nextUniform() / PixelHistogram.VALUES;
    }
  }
}
