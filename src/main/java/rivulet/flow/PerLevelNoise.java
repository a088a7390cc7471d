package rivulet.flow;

import rivulet.flow.pretransform.PixelHistogram;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.wavelet.PyramidCoefficients;
import rivulet.wavelet.WaveletPyramid;

/**
 * {@link LikelihoodFault#PER_LEVEL_NOISE}: level data from the coarse image of that level with
 * noise of full width, and a condition from the coarser image with other noise. One per worker.
 */
final class PerLevelNoise {
  private static final int DATA = 1;
  private static final int CONDITION = 2;

  private final NoiseStream noise = new NoiseStream();

  /**
   * Writes data and condition of one level.
   *
   * @param image X/256 without noise, planar
   * @param purpose of the noise
   * @param into its data and condition of {@code level} are written, the rest is lost
   */
  void analyse(
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

  private void add(
      double[] values, long seed, Purpose purpose, int epoch, long index, int level, int use) {
    noise.reset(seed, purpose, epoch, index, level, use, 0);
    for (int i = 0; i < values.length; i++) {
      values[i] += noise.nextUniform() / PixelHistogram.VALUES;
    }
  }
}
