package rivulet.wavelet;

/**
 * The levels of one image: arrays that {@link WaveletPyramid#analyse} fills and {@link
 * WaveletPyramid#synthesise} reads.
 *
 * <p>The data of level 0 and the condition of level 1 hold the same numbers in two arrays, so that
 * a pre-transform may work in place on a level's data without disturbing what conditions the next.
 */
public final class PyramidCoefficients {
  private final WaveletPyramid pyramid;
  private final double[][] data;
  private final double[][] conditions;

  PyramidCoefficients(WaveletPyramid pyramid) {
    this.pyramid = pyramid;
    this.data = new double[pyramid.levels()][];
    this.conditions = new double[pyramid.levels() - 1][];
    for (int level = 0; level < pyramid.levels(); level++) {
      data[level] = new double[pyramid.shape(level).size()];
      if (level > 0) {
        conditions[level - 1] = new double[pyramid.conditionShape(level).size()];
      }
    }
  }

  /** The pyramid that these arrays belong to. */
  public WaveletPyramid pyramid() {
    return pyramid;
  }

  /** Data of a level, the live array: coarse image at level 0, else 3C channels of details. */
  public double[] data(int level) {
    if (level < 0 || level >= data.length) {
      throw new IllegalArgumentException(
          "pyramid: no level %d, this pyramid has levels 0 to %d"
              .formatted(level, data.length - 1));
    }
    return data[level];
  }

  /** The coarse image that conditions level 1 to S − 1, the live array: C channels. */
  public double[] condition(int level) {
    if (level < 1 || level > conditions.length) {
      throw new IllegalArgumentException(
          "pyramid: level %d has no condition, levels 1 to %d have one"
              .formatted(level, conditions.length));
    }
    return conditions[level - 1];
  }
}
